// SPDX-License-Identifier: MIT
#include "support/self_signed.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace entra_auth::test {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

void require(bool condition) {
  if (!condition) throw std::runtime_error("OpenSSL could not make a certificate");
}

std::string content(const Bio& bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

void add_extension(X509* certificate, int nid, const char* value) {
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, nid, value), &X509_EXTENSION_free);
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

std::string self_signed_certificate(const crypto::PrivateKey& key, long seconds_left) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
  require(certificate != nullptr);
  require(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  require(ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1) == 1);
  require(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600) != nullptr);
  require(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds_left) != nullptr);
  auto* name = X509_get_subject_name(certificate.get());
  const auto* localhost = reinterpret_cast<const unsigned char*>("localhost");
  require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, localhost, -1, -1, 0) == 1);
  require(X509_set_issuer_name(certificate.get(), name) == 1);
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  require(X509_set_pubkey(certificate.get(), key.get()) == 1);
  require(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  require(PEM_write_bio_X509(bio.get(), certificate.get()) == 1);
  return content(bio);
}

std::string private_key_pem(const crypto::PrivateKey& key) {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  require(PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
          1);
  return content(bio);
}

}  // namespace entra_auth::test
