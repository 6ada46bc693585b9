import tls from "node:tls";

/** Makes this process trust a certificate until it is disposed of. */
export function trust(certificate: string): Disposable {
  const before = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...before, certificate]);
  return { [Symbol.dispose]: () => tls.setDefaultCACertificates(before) };
}
