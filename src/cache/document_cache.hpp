// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace entra_auth::cache {

/// Public documents of a server (its metadata) in FOLDER/documents, by URL. They are sealed like
/// tokens, because changing one would decide where credentials are sent. A file that is damaged,
/// foreign, a link, newer or too old counts as absent. Safe to use from any number of processes.
class DocumentCache {
 public:
  explicit DocumentCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The document, if it was stored less than `max_age` ago.
  [[nodiscard]] std::optional<std::string> find(const std::string& url, Timestamp now,
                                                std::chrono::seconds max_age) const;

  /// Fails with `unexpected` if the folder or file cannot be written.
  [[nodiscard]] Result<void> store(const std::string& url, const std::string& text,
                                   Timestamp now) const;

  /// Removes all documents; errors are ignored, because the files are not needed.
  void clear() const;

 private:
  [[nodiscard]] std::filesystem::path documents_folder() const { return folder_ / "documents"; }

  std::filesystem::path folder_;
};

}  // namespace entra_auth::cache
