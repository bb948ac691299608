// SPDX-License-Identifier: MIT
#include "crypto/sealing.hpp"
#include "fuzz/targets.hpp"
#include "secrets/vault/file.hpp"
#include "secrets/vault/sealed_file.hpp"

#include <string>

namespace entra_auth::fuzz {
namespace {

using secrets::SealedKind;

constexpr std::size_t kHeaderBytes = 33;

const Secret& known_key() {
  static const Secret key(std::string(crypto::kSealingKeyBytes, 'k'));
  return key;
}

void check_refusal(const Error& error) {
  expect(error.kind == ErrorKind::secret_unavailable && !error.hints.empty(),
         "a refusal says what to do");
}

/// The bytes as a file: without the key it is not possible to make one that opens.
void check_file(SealedKind kind, std::string_view input) {
  const auto header = secrets::read_sealed_header(kind, input);
  if (!header) return check_refusal(header.error());
  expect(crypto::is_within_bounds(header->cost), "no file asks for more than the bounds");
  const secrets::SealedFileKey key{.header = *header, .key = known_key()};
  const auto opened = secrets::open_sealed_file(key, input);
  expect(!opened, "what was not sealed with the key does not open");
  check_refusal(opened.error());

  const auto file = secrets::seal_file(key, input);
  expect(file && file->starts_with(input.substr(0, kHeaderBytes)),
         "a header is written as it is read");
  const auto content = secrets::open_sealed_file(key, *file);
  expect(content && content->expose() == input, "what was sealed with the key opens");
}

/// The bytes as the sealed content.
void check_items(std::string_view input) {
  const auto items = secrets::decode_items(input);
  if (!items) return check_refusal(items.error());
  const auto text = secrets::encode_items(*items);
  const auto again = secrets::decode_items(text.expose());
  expect(again && again->size() == items->size(), "what we write can be read");
  for (std::size_t i = 0; i < items->size(); ++i) {
    expect((*again)[i].item == (*items)[i].item &&
               (*again)[i].secret.expose() == (*items)[i].secret.expose(),
           "and it is the same items");
  }
}

}  // namespace

void fuzz_vault(std::string_view input) {
  check_file(SealedKind::vault, input);
  check_file(SealedKind::exported_profiles, input);
  check_items(input);
}

}  // namespace entra_auth::fuzz
