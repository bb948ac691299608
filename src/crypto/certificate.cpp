// SPDX-License-Identifier: MIT
#include "crypto/certificate.hpp"

#include "base/encoding.hpp"
#include "base/try.hpp"
#include "crypto/digest.hpp"
#include "crypto/key_file.hpp"
#include "crypto/openssl.hpp"
#include "crypto/private_key_block.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <cctype>
#include <ctime>

namespace entra_auth::crypto {
namespace {

tl::unexpected<Error> refuse_certificate(std::string message, std::vector<std::string> hints = {}) {
  return fail(ErrorKind::invalid_configuration, std::move(message), std::move(hints));
}

Result<X509Ptr> read_certificate(const PemBlock& block, const std::string& file_name) {
  if (block.label == "TRUSTED CERTIFICATE") {
    const unsigned char* next = as_bytes(block.der.expose());
    if (X509Ptr trusted{
            libcrypto().d2i_X509_AUX(nullptr, &next, static_cast<long>(block.der.size()))}) {
      return trusted;
    }
  } else if (X509Ptr certificate = certificate_from_der(block.der.expose())) {
    return certificate;
  }
  return refuse_certificate("a certificate in " + file_name + " is damaged");
}

Result<std::vector<X509Ptr>> certificates_in(const std::vector<PemBlock>& blocks,
                                             const std::string& file_name) {
  std::vector<X509Ptr> certificates;
  for (const PemBlock& block : blocks) {
    if (block.label != "CERTIFICATE" && block.label != "X509 CERTIFICATE" &&
        block.label != "TRUSTED CERTIFICATE") {
      continue;
    }
    TRY(X509Ptr certificate, read_certificate(block, file_name));
    certificates.push_back(std::move(certificate));
  }
  if (certificates.empty()) {
    return refuse_certificate(file_name + " holds " + describe(blocks) + ", and no certificate",
                              advice(blocks, file_name));
  }
  return certificates;
}

Result<std::vector<PrivateKey>> keys_in(const std::vector<PemBlock>& blocks,
                                        const ProtectedFile& file, bool is_separate) {
  std::vector<PrivateKey> keys;
  for (const PemBlock& block : blocks) {
    if (!is_private_key(block)) continue;
    TRY(PrivateKey key, read_private_key(block, file));
    keys.push_back(std::move(key));
  }
  if (keys.empty()) {
    auto hints = advice(blocks, file.name);
    if (hints.empty() && !is_separate) {
      hints = {"put the key into the same file, or say where it is with `private_key_path`"};
    }
    return refuse_certificate(
        file.name + " holds " + describe(blocks) + ", and no private key that we can read",
        std::move(hints));
  }
  return keys;
}

Timestamp timestamp_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (libcrypto().ASN1_TIME_to_tm(time, &parts) != 1) return {};
  const auto day = std::chrono::year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday;
  return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
         std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

Timestamp end_of(const X509Ptr& certificate) {
  return timestamp_of(libcrypto().X509_get0_notAfter(certificate.get()));
}

std::string subject_of(const X509* certificate) {
  const BioPtr out(libcrypto().BIO_new(libcrypto().BIO_s_mem()));
  libcrypto().X509_NAME_print_ex(out.get(), libcrypto().X509_get_subject_name(certificate), 0,
                                 XN_FLAG_RFC2253);
  char* text = nullptr;
  const long size = libcrypto().BIO_ctrl(out.get(), BIO_CTRL_INFO, 0, &text);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string upper_case_thumbprint(std::string_view der) {
  std::string text = hex_encode(sha1(der));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

struct Pair {
  PrivateKey key;
  X509Ptr certificate;
};

/// Takes the certificate that belongs to one of the keys out of the list; of several, as after a
/// renewal with the same key, the one that lasts longest.
std::optional<Pair> take_pair(const std::vector<PrivateKey>& keys,
                              std::vector<X509Ptr>& certificates) {
  for (const PrivateKey& key : keys) {
    auto best = certificates.end();
    for (auto each = certificates.begin(); each != certificates.end(); ++each) {
      const bool belongs =
          libcrypto().EVP_PKEY_eq(libcrypto().X509_get0_pubkey(each->get()), key.get()) == 1;
      if (belongs && (best == certificates.end() || end_of(*each) > end_of(*best))) best = each;
    }
    if (best == certificates.end()) continue;
    Pair pair{key, std::move(*best)};
    certificates.erase(best);
    return pair;
  }
  return std::nullopt;
}

/// The certificate and, as far as they are there, its issuer, the issuer's issuer, and so on; each
/// once, however often the file has it.
std::vector<std::string> chain_of(const X509* first, const std::vector<X509Ptr>& others) {
  std::vector<std::string> chain{certificate_to_der(first)};
  const X509* current = first;
  while (true) {
    const auto issuer = std::find_if(others.begin(), others.end(), [&](const X509Ptr& candidate) {
      return libcrypto().X509_check_issued(candidate.get(), const_cast<X509*>(current)) ==
                 X509_V_OK &&
             std::find(chain.begin(), chain.end(), certificate_to_der(candidate.get())) ==
                 chain.end();
    });
    if (issuer == others.end()) return chain;
    current = issuer->get();
    chain.push_back(certificate_to_der(current));
  }
}

}  // namespace

std::string ClientCertificate::x5t_s256() const { return base64url_encode(sha256(chain.front())); }
std::string ClientCertificate::x5t() const { return base64url_encode(sha1(chain.front())); }
std::string ClientCertificate::thumbprint() const { return upper_case_thumbprint(chain.front()); }

Result<ClientCertificate> load_client_certificate(const CertificateFiles& files) {
  const OpenSslScope openssl;
  const ProtectedFile file{.name = files.certificate_name, .password = files.password};
  const ProtectedFile key_file{.name = files.private_key_name, .password = files.password};
  TRY(const auto blocks, read_key_file(files.certificate, file));
  TRY(auto certificates, certificates_in(blocks, file.name));
  std::vector<PrivateKey> keys;
  if (files.private_key) {
    TRY(const auto key_blocks, read_key_file(*files.private_key, key_file));
    TRY(keys, keys_in(key_blocks, key_file, true));
  } else {
    TRY(keys, keys_in(blocks, file, false));
  }

  auto pair = take_pair(keys, certificates);
  if (!pair) {
    return refuse_certificate(
        "the private key in " + (files.private_key ? key_file.name : file.name) +
            " belongs to another certificate than the one in " + file.name,
        {"the thumbprint of that certificate is " +
         upper_case_thumbprint(certificate_to_der(certificates.front().get()))});
  }
  if (pair->key.type() == KeyType::ec) {
    return refuse_certificate(
        "the certificate in " + file.name +
            " has an EC key; a certificate that signs client assertions needs an RSA key",
        {"make a certificate with an RSA key of 2048 bits or more"});
  }
  const X509* certificate = pair->certificate.get();
  return ClientCertificate{.key = std::move(pair->key),
                           .chain = chain_of(certificate, certificates),
                           .subject = subject_of(certificate),
                           .not_before = timestamp_of(libcrypto().X509_get0_notBefore(certificate)),
                           .not_after = timestamp_of(libcrypto().X509_get0_notAfter(certificate))};
}

Result<PublicCertificate> load_public_certificate(std::string_view pem_or_der) {
  const OpenSslScope openssl;
  const std::string name = "the certificate";
  TRY(const auto blocks,
      read_key_file(Secret(pem_or_der), ProtectedFile{.name = name, .password = {}}));
  TRY(const auto certificates, certificates_in(blocks, name));
  const X509* certificate = certificates.front().get();
  TRY(PublicKey public_key,
      PublicKey::adopt(KeyPtr(libcrypto().X509_get_pubkey(certificates.front().get()))));
  return PublicCertificate{.key = std::move(public_key),
                           .der = certificate_to_der(certificate),
                           .not_before = timestamp_of(libcrypto().X509_get0_notBefore(certificate)),
                           .not_after = timestamp_of(libcrypto().X509_get0_notAfter(certificate))};
}

}  // namespace entra_auth::crypto
