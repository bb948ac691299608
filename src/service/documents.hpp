// SPDX-License-Identifier: MIT
// Public documents of servers, such as an issuer's metadata and its keys: fetched and kept once, by
// URL, for all callers.
#pragma once

#include "cache/document_cache.hpp"
#include "oauth/metadata.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace entra_auth::service {

/// A document that was kept is used this long.
inline constexpr std::chrono::hours kDocumentAge{24};

struct DocumentContext {
  Transport& transport;
  const Clock& clock;
  Deadline deadline{};
  const cache::DocumentCache* documents = nullptr;  // null: nothing is kept
};

/// The document kept for this URL, if it is younger than `max_age`.
[[nodiscard]] std::optional<std::string> find_kept_document(
    const std::string& url, const DocumentContext& context,
    std::chrono::seconds max_age = kDocumentAge);

/// Fetches a JSON object of at most 1 MiB. Fails with `network` for every status but 200. Nothing
/// is kept: the caller checks the text first.
[[nodiscard]] Result<std::string> fetch_document(const std::string& url,
                                                 const DocumentContext& context,
                                                 Attempts attempts = Attempts::retry);

/// Keeps the document; a failure is logged and stops nothing.
void keep_document(const std::string& url, const std::string& text, const DocumentContext& context);

struct MetadataRequest {
  std::string url;
  std::string issuer{};  // the document must name it; empty: it may name any issuer
  bool needs_token_endpoint = false;
  Attempts attempts = Attempts::retry;
};

/// The metadata at that URL, kept or fetched. Fails with `network` if it cannot be had or used.
[[nodiscard]] Result<oauth::ServerMetadata> find_metadata(const MetadataRequest& request,
                                                          const DocumentContext& context);

}  // namespace entra_auth::service
