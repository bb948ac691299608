// SPDX-License-Identifier: MIT
#include "crypto/pem_blocks.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

#include <algorithm>
#include <optional>

namespace entra_auth::crypto {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kMaxLabelBytes = 40;

/// The label behind a BEGIN; nothing where the dashes are only decoration.
std::optional<std::string_view> label_at(std::string_view text) {
  const std::size_t end = text.find(kDashes);
  if (end == 0 || end == std::string_view::npos || end > kMaxLabelBytes) return std::nullopt;
  const std::string_view label = text.substr(0, end);
  const bool is_plain = std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '#';
  });
  if (!is_plain) return std::nullopt;
  return label;
}

Secret with_plain_line_breaks(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view two = text.substr(i, 2);
    if (two == "\\n" || two == "\\r") {
      if (two == "\\n") plain += '\n';
      ++i;
    } else if (text[i] != '\r') {
      plain += text[i];
    }
  }
  return Secret(std::move(plain));
}

/// Headers end at the first empty line (RFC 1421 section 4.4).
std::string_view headers_of(std::string_view body) {
  if (body.find(':') == std::string_view::npos) return {};
  const std::size_t end = body.find("\n\n");
  return end == std::string_view::npos ? std::string_view() : body.substr(0, end + 1);
}

std::optional<Secret> decode_body(std::string_view body) {
  std::string characters;
  characters.reserve(body.size());
  for (const char c : body) {
    if (c != ' ' && c != '\t' && c != '\n') characters += c;
  }
  auto bytes = base64_decode_lenient(characters);
  wipe(characters);
  if (!bytes || bytes->empty()) return std::nullopt;
  return Secret(*std::move(bytes));
}

tl::unexpected<Error> refuse_pem(std::string_view label, std::string_view text,
                                 std::size_t position, std::string_view what) {
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(position), '\n');
  return fail(ErrorKind::invalid_configuration, "the block " + std::string(label) + " at line " +
                                                    std::to_string(line) + " " + std::string(what));
}

}  // namespace

bool looks_like_pem(std::string_view text) { return text.find(kBegin) != std::string_view::npos; }

Result<std::vector<PemBlock>> split_pem(std::string_view text) {
  std::vector<PemBlock> blocks;
  std::size_t position = 0;
  while ((position = text.find(kBegin, position)) != std::string_view::npos) {
    const std::size_t start = position;
    position += kBegin.size();
    const auto label = label_at(text.substr(position));
    if (!label) continue;
    position += label->size() + kDashes.size();
    const std::string end_line = "-----END " + std::string(*label) + "-----";
    const std::size_t end = text.find(end_line, position);
    if (end == std::string_view::npos) return refuse_pem(*label, text, start, "has no end line");

    const Secret plain = with_plain_line_breaks(text.substr(position, end - position));
    const std::string_view body = trim(plain.expose());
    const std::string_view headers = headers_of(body);
    auto der = decode_body(body.substr(headers.size()));
    if (!der) return refuse_pem(*label, text, start, "is not base64");
    blocks.push_back(PemBlock{
        .label = std::string(*label), .headers = std::string(headers), .der = *std::move(der)});
    position = end + end_line.size();
  }
  return blocks;
}

}  // namespace entra_auth::crypto
