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
/// tokens, because who changes one decides where credentials are sent. What is damaged, foreign,
/// linked, newer or too old is not there. Safe to use from any number of processes.
class DocumentCache {
 public:
  explicit DocumentCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The document, where it was stored less than `max_age` ago.
  [[nodiscard]] std::optional<std::string> find(const std::string& url, Timestamp now,
                                                std::chrono::seconds max_age) const;

  /// Kind `unexpected` where the folder or file cannot be written.
  [[nodiscard]] Result<void> store(const std::string& url, const std::string& text,
                                   Timestamp now) const;

  /// Removes all of them; errors are ignored, because nobody depends on these files.
  void clear() const;

 private:
  [[nodiscard]] std::filesystem::path documents_folder() const { return folder_ / "documents"; }

  std::filesystem::path folder_;
};

}  // namespace entra_auth::cache
