// SPDX-License-Identifier: MIT
#include "service/documents.hpp"

#include "base/log.hpp"
#include "base/try.hpp"

namespace entra_auth::service {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;

Result<oauth::ServerMetadata> read(const std::string& text, const MetadataRequest& request) {
  TRY(auto metadata, oauth::read_metadata(text, request.issuer));
  if (!request.needs_token_endpoint || !metadata.token_endpoint.empty()) return metadata;
  return fail(ErrorKind::network,
              "unusable metadata of issuer " + metadata.issuer + ": it has no token_endpoint",
              {"check the issuer (`issuer`, MASKINPORTEN_ISSUER), or set `token_endpoint`"});
}

}  // namespace

std::optional<std::string> find_kept_document(const std::string& url,
                                              const DocumentContext& context,
                                              std::chrono::seconds max_age) {
  if (context.documents == nullptr) return std::nullopt;
  return context.documents->find(url, context.clock.now(), max_age);
}

Result<std::string> fetch_document(const std::string& url, const DocumentContext& context,
                                   Attempts attempts) {
  HttpRequest request;
  request.url = url;
  request.expected_body = ExpectedBody::json_object;
  request.attempts = attempts;
  request.max_body_bytes = kMaxBytes;
  request.deadline = context.deadline;
  TRY(const auto response, context.transport.send(request));
  if (response.status == 200) return std::string(response.body.expose());
  return fail(ErrorKind::network,
              "unusable response from " + url + " (status " + std::to_string(response.status) + ")",
              {"check the issuer (`issuer`, MASKINPORTEN_ISSUER)"});
}

void keep_document(const std::string& url, const std::string& text,
                   const DocumentContext& context) {
  if (context.documents == nullptr) return;
  if (const auto stored = context.documents->store(url, text, context.clock.now()); !stored) {
    log::reason("not kept: " + stored.error().message);
  }
}

Result<oauth::ServerMetadata> find_metadata(const MetadataRequest& request,
                                            const DocumentContext& context) {
  if (const auto kept = find_kept_document(request.url, context)) {
    if (auto metadata = read(*kept, request)) return metadata;
  }
  TRY(const auto text, fetch_document(request.url, context, request.attempts));
  TRY(auto metadata, read(text, request));
  keep_document(request.url, text, context);
  return metadata;
}

}  // namespace entra_auth::service
