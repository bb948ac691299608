// SPDX-License-Identifier: MIT
#include "cache/document_cache.hpp"

#include "base/json.hpp"
#include "base/try.hpp"
#include "cache/cache_key.hpp"
#include "cache/entry.hpp"
#include "cache/key_holder.hpp"
#include "os/files.hpp"

#include <system_error>

namespace entra_auth::cache {
namespace {

constexpr std::size_t kMaxDocumentBytes = 2 * 1024 * 1024;
constexpr const char* kDocumentEnding = ".json";

std::string id_of(const std::string& url) { return file_name_of(Json{{"document", url}}); }

}  // namespace

std::optional<std::string> DocumentCache::find(const std::string& url, Timestamp now,
                                               std::chrono::seconds max_age) const {
  const auto id = id_of(url);
  const auto file = os::read_file(documents_folder() / (id + kDocumentEnding), kMaxDocumentBytes,
                                  os::Privacy::required);
  if (file.problem != os::FileProblem::none) return std::nullopt;
  const auto opened = decode_entry(find_sealing_key(), id, file.bytes.expose());
  if (opened.state != EntryState::usable) return std::nullopt;
  const auto payload = parse_own_json_object(opened.payload.expose());
  if (!payload || string_or(*payload, "url") != url) return std::nullopt;
  const auto stored = optional_integer(*payload, "stored_at", 0, now.time_since_epoch().count());
  auto text = optional_string(*payload, "text");
  if (!stored || !*stored || !text || !*text) return std::nullopt;
  if (now - Timestamp(std::chrono::seconds(**stored)) >= max_age) return std::nullopt;
  return **text;
}

Result<void> DocumentCache::store(const std::string& url, const std::string& text,
                                  Timestamp now) const {
  TRY_VOID(os::ensure_private_folder(folder_));
  TRY_VOID(os::ensure_private_folder(documents_folder()));
  TRY_VOID(os::ensure_private_folder(folder_ / "locks"));
  const auto id = id_of(url);
  const OrderedJson payload = {
      {"url", url}, {"stored_at", now.time_since_epoch().count()}, {"text", text}};
  TRY_VOID(os::write_private_file(
      documents_folder() / (id + kDocumentEnding),
      encode_entry(find_or_make_sealing_key(folder_ / "locks"), id, to_ascii_json(payload)),
      os::Durability::fast));
  os::remove_stale_temporaries(documents_folder());
  return {};
}

void DocumentCache::clear() const {
  std::error_code ignored;
  for (std::filesystem::directory_iterator at(documents_folder(), ignored), end;
       !ignored && at != end; at.increment(ignored)) {
    std::error_code one;
    if (at->path().extension() == kDocumentEnding) std::filesystem::remove(at->path(), one);
  }
}

}  // namespace entra_auth::cache
