// SPDX-License-Identifier: MIT
#include "oauth/metadata.hpp"

#include "base/json.hpp"
#include "base/try.hpp"
#include "base/url.hpp"

namespace entra_auth::oauth {
namespace {

constexpr std::size_t kMostBytes = 1024 * 1024;

tl::unexpected<Error> unusable(std::string_view issuer, const std::string& reason) {
  return fail(ErrorKind::network,
              "unusable metadata of issuer " + std::string(issuer) + ": " + reason,
              {"check `issuer` in the profile, or set `token_endpoint`"});
}

}  // namespace

Result<ServerMetadata> fetch_metadata(Transport& transport, std::string_view issuer,
                                      Deadline deadline) {
  std::string_view base = issuer;
  while (base.ends_with('/')) base.remove_suffix(1);
  HttpRequest request;
  request.url = std::string(base) + "/.well-known/openid-configuration";
  request.expected_body = ExpectedBody::json_object;
  request.max_body_bytes = kMostBytes;
  request.deadline = deadline;
  TRY(const auto response, transport.send(request));
  if (response.status != 200) {
    return unusable(issuer, "status " + std::to_string(response.status));
  }
  const auto body = parse_json_object(response.body.expose());
  if (!body) return unusable(issuer, body.error().message);

  ServerMetadata metadata{.issuer = string_or(*body, "issuer"),
                          .token_endpoint = string_or(*body, "token_endpoint")};
  if (metadata.issuer != issuer) return unusable(issuer, "it names another issuer");
  if (!check_request_url(metadata.token_endpoint)) {
    return unusable(issuer, "its token_endpoint is missing or is no https URL");
  }
  return metadata;
}

}  // namespace entra_auth::oauth
