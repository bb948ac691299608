// SPDX-License-Identifier: MIT
#include "cli/inspect/lines.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/inspect/render.hpp"
#include "oauth/tokens/claims.hpp"

#include <optional>
#include <utility>

namespace entra_auth::cli {
namespace {

std::string line_for(const InspectOptions& options, const std::string& token, Timestamp now,
                     bool& is_good) {
  const auto jwt = oauth::decode_jwt(token);
  is_good = jwt.has_value();
  if (!jwt) return to_ascii_json(OrderedJson{{"error", jwt.error().message}}) + "\n";
  if (!options.claim.empty()) {
    auto claim = render_claim(*jwt, options.claim, LineBreaks::escaped);
    is_good = claim.has_value();
    return claim ? *claim : to_ascii_json(OrderedJson{{"error", claim.error().message}}) + "\n";
  }
  if (options.check) is_good = oauth::token_status(jwt->claims, now) == "valid";
  if (options.header_only) return to_ascii_json(jwt->header) + "\n";
  if (options.claims_only) return to_ascii_json(jwt->claims) + "\n";
  return describe_token_on_a_line(*jwt, now);
}

}  // namespace

Result<std::string> TokenLines::next() {
  if (!ahead_.empty()) return std::exchange(ahead_, {});
  while (true) {
    TRY(auto line, reader_.next());
    if (!line) return std::string();
    if (!trim(*line).empty()) return std::move(*line);
  }
}

Result<std::string> TokenLines::peek() {
  TRY(ahead_, next());
  return ahead_;
}

Output inspect_lines(const InspectOptions& options, std::shared_ptr<TokenLines> lines,
                     std::string first, const Context& context) {
  constexpr std::size_t kEnough = 65536;
  Output output;
  output.more = [&options, &context, lines = std::move(lines),
                 token = Result<std::string>(std::move(first)), bad = 0L,
                 all = 0L]() mutable -> Result<std::optional<std::string>> {
    std::string text;
    const auto now = context.clock.now();
    while (token && !token->empty() && text.size() < kEnough) {
      bool is_good = false;
      text += line_for(options, *token, now, is_good);
      ++all;
      if (!is_good) ++bad;
      token = lines->next();
    }
    if (!text.empty()) return text;
    if (!token) return fail(token.error());
    if (bad == 0) return std::nullopt;
    return fail(ErrorKind::invalid_token,
                std::to_string(bad) + " of " + std::to_string(all) + " lines are not valid tokens");
  };
  return output;
}

}  // namespace entra_auth::cli
