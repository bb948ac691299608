// SPDX-License-Identifier: MIT
// Keys and certificates, made anew in every run by jose and by the openssl command.
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair } from 'jose';

const openssl = (...args) => promisify(execFile)('openssl', args);

/** A key pair as JSON Web Keys with this key id. */
export async function makeJwks(algorithm, kid) {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    publicJwk: { ...(await exportJWK(publicKey)), kid },
    privateJwk: { ...(await exportJWK(privateKey)), kid },
  };
}

/**
 * A self-signed certificate for `subject`, 127.0.0.1 and these hosts, written to `path` together with
 * its key.
 */
export async function makeCertificate(path, subject, hosts = []) {
  await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj',
    `/CN=${subject}`, '-addext',
    `subjectAltName=${['IP:127.0.0.1', ...hosts.map((host) => `DNS:${host}`)].join()}`, '-keyout', `${path}.key`, '-out',
    `${path}.crt`);
  const keyPem = await readFile(`${path}.key`, 'utf8');
  const certificatePem = await readFile(`${path}.crt`, 'utf8');
  await writeFile(path, certificatePem + keyPem, { mode: 0o600 });
  return { keyPem, certificatePem, x509: new X509Certificate(certificatePem) };
}

/**
 * A certificate for `subject` issued by an authority of its own. The file at `path` has the
 * authority, the key and the certificate, in an order that is not that of the chain.
 */
export async function makeCertificateChain(path, subject) {
  const authority = await makeCertificate(`${path}.authority`, `authority of ${subject}`);
  await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj',
    `/CN=${subject}`, '-CA', `${path}.authority.crt`, '-CAkey', `${path}.authority.key`,
    '-keyout', `${path}.key`, '-out', `${path}.crt`);
  const keyPem = await readFile(`${path}.key`, 'utf8');
  const certificatePem = await readFile(`${path}.crt`, 'utf8');
  await writeFile(path, authority.certificatePem + keyPem + certificatePem, { mode: 0o600 });
  return { chain: [new X509Certificate(certificatePem), authority.x509] };
}

/** The key and the certificates in PEM file `path` as a PFX with a password. */
export async function makePfx(path, pfxPath, password) {
  await openssl('pkcs12', '-export', '-in', path, '-out', pfxPath, '-passout', `pass:${password}`);
}
