// SPDX-License-Identifier: MIT

#include "crypto/key_file.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "crypto/openssl.hpp"
#include "crypto/pfx.hpp"
#include "crypto/private_key_block.hpp"

#include <openssl/pkcs12.h>

#include <algorithm>
#include <array>
#include <optional>

namespace entra_auth::crypto {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;

struct Kind {
  std::string_view label;
  std::string_view description;
};
constexpr std::array kKinds{
    Kind{"CERTIFICATE", "a certificate"},
    Kind{"CERTIFICATE REQUEST", "a certificate signing request"},
    Kind{"NEW CERTIFICATE REQUEST", "a certificate signing request"},
    Kind{"PRIVATE KEY", "a private key"},
    Kind{"RSA PRIVATE KEY", "a private key"},
    Kind{"EC PRIVATE KEY", "a private key"},
    Kind{"ENCRYPTED PRIVATE KEY", "an encrypted private key"},
    Kind{"PUBLIC KEY", "a public key"},
    Kind{"RSA PUBLIC KEY", "a public key"},
    Kind{"OPENSSH PRIVATE KEY", "an OpenSSH private key"},
    Kind{"SSH2 PUBLIC KEY", "an SSH public key"},
    Kind{"DSA PRIVATE KEY", "a DSA private key"},
    Kind{"PKCS7", "certificates without a key (PKCS#7)"},
    Kind{"X509 CRL", "a revocation list"},
};

bool has_label(const std::vector<PemBlock>& blocks, std::string_view label) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [&](const PemBlock& block) { return block.label == label; });
}

/// True for one DER SEQUENCE that fills the whole text.
bool looks_like_der(std::string_view bytes) {
  const unsigned char* next = as_bytes(bytes);
  long size = 0;
  int tag = 0;
  int tag_class = 0;
  const int flags =
      libcrypto().ASN1_get_object(&next, &size, &tag, &tag_class, static_cast<long>(bytes.size()));
  return (flags & 0x80) == 0 && tag == V_ASN1_SEQUENCE &&
         next + size == as_bytes(bytes) + bytes.size();
}

template <class T, auto Parse, auto Free>
bool parses(std::string_view der) {
  const unsigned char* next = as_bytes(der);
  return std::unique_ptr<T, Freed<Free>>(
             (libcrypto().*Parse)(nullptr, &next, static_cast<long>(der.size()))) != nullptr;
}

std::string_view label_of_der(std::string_view der) {
  if (parses<X509, &LibCrypto::d2i_X509, &LibCrypto::X509_free>(der)) return "CERTIFICATE";
  if (parses<X509_REQ, &LibCrypto::d2i_X509_REQ, &LibCrypto::X509_REQ_free>(der))
    return "CERTIFICATE REQUEST";
  if (parses<EVP_PKEY, &LibCrypto::d2i_PUBKEY, &LibCrypto::EVP_PKEY_free>(der)) return "PUBLIC KEY";
  if (parses<X509_SIG, &LibCrypto::d2i_X509_SIG, &LibCrypto::X509_SIG_free>(der))
    return "ENCRYPTED PRIVATE KEY";
  if (parses<EVP_PKEY, &LibCrypto::d2i_AutoPrivateKey, &LibCrypto::EVP_PKEY_free>(der))
    return "PRIVATE KEY";
  return {};
}

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return trim(text);
}

std::optional<Secret> from_base64(std::string_view text) {
  std::string characters;
  characters.reserve(text.size());
  std::copy_if(text.begin(), text.end(), std::back_inserter(characters),
               [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
  auto bytes = base64_decode_lenient(characters);
  wipe(characters);
  if (!bytes || bytes->empty()) return std::nullopt;
  return Secret(*std::move(bytes));
}

tl::unexpected<Error> unrecognised(std::string_view text, const std::string& name) {
  if (text.empty()) return fail(ErrorKind::invalid_configuration, name + " is empty");
  std::string found = "neither PEM nor PFX";
  std::vector<std::string> hints;
  if (text.starts_with("{")) {
    found = "JSON, neither PEM nor PFX";
    hints = {"a JWK goes into `jwk`, with auth_method = \"jwk\""};
  } else if (text.starts_with("ssh-") || text.starts_with("ecdsa-") ||
             text.starts_with("---- BEGIN SSH2")) {
    found = "an SSH public key";
  } else if (text.starts_with("PuTTY-User-Key-File")) {
    found = "a PuTTY key";
  }
  return fail(ErrorKind::invalid_configuration, name + " is " + found, std::move(hints));
}

/// Nothing where the content is neither PEM nor DER.
std::optional<Result<std::vector<PemBlock>>> read_plain(std::string_view content,
                                                        const ProtectedFile& file) {
  if (looks_like_der(content)) {
    if (parses<PKCS12, &LibCrypto::d2i_PKCS12, &LibCrypto::PKCS12_free>(content))
      return open_pfx(content, file);
    if (const auto label = label_of_der(content); !label.empty()) {
      std::vector<PemBlock> blocks(1);
      blocks[0].label = label;
      blocks[0].der = Secret(content);
      return blocks;
    }
  }
  if (!looks_like_pem(content)) return std::nullopt;
  auto blocks = split_pem(content);
  if (!blocks) {
    return fail(ErrorKind::invalid_configuration, file.name + ": " + blocks.error().message);
  }
  return blocks;
}

}  // namespace

Result<std::vector<PemBlock>> read_key_file(const Secret& content, const ProtectedFile& file) {
  const OpenSslScope openssl;
  if (content.size() > kMaxBytes) {
    return fail(ErrorKind::invalid_configuration, file.name + " is larger than 1 MiB");
  }
  if (auto blocks = read_plain(content.expose(), file)) return *std::move(blocks);
  const std::string_view text = without_byte_order_mark(content.expose());
  if (const auto decoded = from_base64(text)) {
    if (auto blocks = read_plain(decoded->expose(), file)) return *std::move(blocks);
  }
  return unrecognised(text, file.name);
}

std::string describe(const std::vector<PemBlock>& blocks) {
  if (blocks.empty()) return "nothing";
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& candidate) {
    return candidate.label == blocks.front().label;
  });
  return std::string(kind == kKinds.end() ? "a PEM block of another kind" : kind->description);
}

std::vector<std::string> advice(const std::vector<PemBlock>& blocks, const std::string& file_name) {
  if (has_label(blocks, "OPENSSH PRIVATE KEY")) {
    return {"rewrite the key in PEM form: ssh-keygen -p -m PEM -f " + shell_quote(file_name)};
  }
  if (has_label(blocks, "CERTIFICATE REQUEST") || has_label(blocks, "NEW CERTIFICATE REQUEST")) {
    return {"use the certificate that was issued for the request"};
  }
  return {};
}

Result<PrivateKey> load_private_key(const Secret& content, const std::string& name,
                                    const std::optional<Secret>& password) {
  const OpenSslScope openssl;
  const ProtectedFile file{.name = name, .password = password};
  TRY(const auto blocks, read_key_file(content, file));
  const auto block = std::find_if(blocks.begin(), blocks.end(), is_private_key);
  if (block == blocks.end()) {
    return fail(ErrorKind::invalid_configuration,
                name + " holds " + describe(blocks) + ", and no private key that we can read",
                advice(blocks, name));
  }
  return read_private_key(*block, file);
}

}  // namespace entra_auth::crypto
