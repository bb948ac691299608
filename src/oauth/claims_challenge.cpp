// SPDX-License-Identifier: MIT
#include "oauth/claims_challenge.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace entra_auth::oauth {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;

/// RFC 9110 section 5.6.2.
bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  void skip(std::string_view characters) {
    while (at_ < text_.size() && characters.find(text_[at_]) != std::string_view::npos) ++at_;
  }
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] std::string token() {
    const auto start = at_;
    while (!at_end() && is_token_character(text_[at_])) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }
  /// A quoted string, or a token, also with characters of base64, because some APIs omit the
  /// quotes.
  [[nodiscard]] std::optional<std::string> value() {
    if (!take('"')) {
      const auto start = at_;
      while (!at_end() && (is_token_character(text_[at_]) || text_[at_] == '/' ||
                           text_[at_] == '=' || text_[at_] == ':')) {
        ++at_;
      }
      return std::string(text_.substr(start, at_ - start));
    }
    std::string value;
    while (!at_end()) {
      char c = text_[at_++];
      if (c == '"') return value;
      if (c == '\\' && !at_end()) c = text_[at_++];
      value += c;
    }
    return std::nullopt;  // the closing quote is missing
  }
  [[nodiscard]] std::size_t position() const { return at_; }
  void go_back(std::size_t position) { at_ = position; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// name=value. Returns nullopt, and leaves the reader where it was, if a new challenge begins.
std::optional<std::pair<std::string, std::string>> read_parameter(Reader& reader) {
  const auto start = reader.position();
  auto name = reader.token();
  reader.skip(" \t");
  if (!name.empty() && reader.take('=')) {
    reader.skip(" \t");
    if (auto value = reader.value()) return std::pair(to_lower(name), *std::move(value));
  }
  reader.go_back(start);
  return std::nullopt;
}

/// The values of WWW-Authenticate lines, or the text itself if no line names a header.
std::string challenges_in(std::string_view text) {
  constexpr std::string_view kName = "www-authenticate";
  std::string values;
  bool names_header = false;
  for (const auto& line : split(text, "\r\n")) {
    const auto colon = line.find(':');
    const auto name = std::string_view(line).substr(0, colon);
    const bool is_header = colon != std::string::npos && !name.empty() &&
                           std::ranges::all_of(name, is_token_character);
    const bool is_status = line.starts_with("HTTP/");
    if (is_header && equals_ignoring_case(name, kName)) {
      names_header = true;
      values += (values.empty() ? "" : ", ") + line.substr(colon + 1);
    } else if (!is_header && !is_status && !names_header) {
      values += (values.empty() ? "" : ", ") + line;
    }
  }
  return values;
}

tl::unexpected<Error> unusable_challenge(const std::string& what) {
  return fail(ErrorKind::usage, what,
              {"pass the claims as JSON or base64 with --claims, or the whole WWW-Authenticate "
               "value that the API sent with --claims-challenge"});
}

/// Escapes quotes and backslashes, and drops line breaks: a quoted string cannot contain them.
std::string quoted_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c >= ' ' && c != '\x7f') out += c;
  }
  return out + "\"";
}

}  // namespace

const std::string* Challenge::find(std::string_view name) const {
  const auto found =
      std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  return found == parameters.end() ? nullptr : &found->second;
}

std::vector<Challenge> parse_challenges(std::string_view text) {
  std::vector<Challenge> challenges;
  const std::string values = challenges_in(text.substr(0, kMaxBytes));
  Reader reader(values);
  while (true) {
    reader.skip(" \t,");
    if (reader.at_end()) return challenges;
    if (!challenges.empty()) {
      if (auto parameter = read_parameter(reader)) {
        challenges.back().parameters.push_back(*std::move(parameter));
        continue;
      }
    }
    Challenge challenge{.scheme = reader.token()};
    if (challenge.scheme.empty()) return challenges;
    const auto before = reader.position();
    reader.skip(" \t");
    const bool is_separated = reader.at_end() || reader.take(',');
    if (!is_separated && reader.position() == before) return challenges;
    challenges.push_back(std::move(challenge));
    if (is_separated) continue;
    // RFC 9110 allows a token68 in place of parameters (`Negotiate YII=`), which is skipped.
    const auto start = reader.position();
    if (read_parameter(reader)) {
      reader.go_back(start);
    } else if (auto token68 = reader.value(); !token68) {
      return challenges;
    } else {
      reader.skip(" \t");
      if (!reader.at_end() && !reader.take(',')) reader.go_back(start);
    }
  }
}

Result<Json> read_claims(std::string_view text) {
  const auto trimmed = trim(text);
  if (trimmed.empty()) return unusable_challenge("the claims are empty");
  if (trimmed.front() == '{') {
    auto claims = parse_json_object(trimmed);
    if (!claims)
      return unusable_challenge("the claims are not a JSON object: " + claims.error().message);
    return claims;
  }
  const auto decoded = base64_decode_lenient(trimmed);
  if (!decoded) return unusable_challenge("the claims are neither JSON nor base64");
  auto claims = parse_json_object(*decoded);
  if (!claims) {
    return unusable_challenge("the claims are base64, but not of a JSON object: " +
                              claims.error().message);
  }
  return claims;
}

Result<Json> read_claims_challenge(std::string_view header) {
  bool has_challenge = false;
  for (const auto& challenge : parse_challenges(header)) {
    has_challenge = true;
    const auto* claims = challenge.find("claims");
    if (claims == nullptr || claims->empty()) continue;
    return read_claims(*claims);
  }
  return unusable_challenge(has_challenge ? "the challenge has no claims"
                                          : "this is not a WWW-Authenticate value");
}

std::string claims_parameter(const Json& claims, std::span<const std::string> capabilities) {
  Json merged = claims.is_object() ? claims : Json::object();
  if (!capabilities.empty()) {
    Json& access_token = merged["access_token"];
    if (!access_token.is_object()) access_token = Json::object();
    access_token["xms_cc"] = {
        {"values", std::set<std::string>(capabilities.begin(), capabilities.end())}};
  }
  return merged.empty() ? "" : merged.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string make_challenge(std::string_view authorization_uri, std::string_view error,
                           std::string_view claims) {
  std::string value = "Bearer realm=\"\", authorization_uri=" + quoted_string(authorization_uri) +
                      ", error=" + quoted_string(error);
  if (!claims.empty()) value += ", claims=" + quoted_string(base64_encode(claims));
  return value;
}

}  // namespace entra_auth::oauth
