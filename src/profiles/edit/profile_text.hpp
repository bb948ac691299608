// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/toml/document.hpp"
#include "profiles/toml/layout.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::profiles {

/// The text of a profile file while it is edited. An edit changes the lines it is about; comments,
/// order, alignment, line breaks and all other bytes stay. Afterwards the text is parsed and
/// compared with the values that it must have. If they differ, or if a profile is written in a form
/// without lines of its own (an inline table, dotted keys), the edit fails with
/// `invalid_configuration`, "FILE:LINE: …", and leaves the text as it was. Not thread-safe.
/// docs/adr/0009-toml-editor.md says why.
class ProfileText {
 public:
  /// Fails with `invalid_configuration` if the text is not TOML. `file` is for messages.
  [[nodiscard]] static Result<ProfileText> parse(std::string text, std::string file);

  ProfileText(const ProfileText&) = delete;
  ProfileText& operator=(const ProfileText&) = delete;
  ProfileText(ProfileText&&) = default;
  ProfileText& operator=(ProfileText&&) = delete;
  /// The file may hold secrets.
  ~ProfileText() { wipe(text_); }

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The profile as it is now, or null.
  [[nodiscard]] const TomlTable* profile(std::string_view name) const;
  /// Empty if there is none.
  [[nodiscard]] std::string default_profile() const;

  /// Adds it at the end of the file. Fails if a profile of that name exists.
  [[nodiscard]] Result<void> add_profile(const std::string& name, const TomlTable& members);
  /// Removes its tables and the comment directly above it, too. This and the next three fail if the
  /// profile is missing.
  [[nodiscard]] Result<void> remove_profile(const std::string& name);
  [[nodiscard]] Result<void> rename_profile(const std::string& name, const std::string& new_name);
  /// Replaces the value, or adds the key below the profile's others.
  [[nodiscard]] Result<void> set_key(const std::string& name, const std::string& key,
                                     const TomlValue& value);
  /// Does nothing if the key is missing.
  [[nodiscard]] Result<void> remove_key(const std::string& name, const std::string& key);

  [[nodiscard]] Result<void> set_default_profile(const std::string& name);
  [[nodiscard]] Result<void> remove_default_profile();

 private:
  ProfileText(std::string text, std::string file, TomlTable model)
      : text_(std::move(text)), file_(std::move(file)), model_(std::move(model)) {}

  struct Edit {
    TextRange range;
    std::string text;
  };

  [[nodiscard]] tl::unexpected<Error> by_hand(int line, const std::string& what) const;
  /// The header [profiles.NAME]. Fails unless all of the profile is below it and its sub-tables.
  [[nodiscard]] Result<std::size_t> find_header(const TomlLayout& layout,
                                                const std::string& name) const;
  /// The assignment below that header. Returns nullopt if there is none.
  [[nodiscard]] Result<std::optional<std::size_t>> find_key(const TomlLayout& layout,
                                                            std::size_t header,
                                                            const std::string& name,
                                                            const std::string& key) const;
  /// Applies edits, given in the order of the text, if the result has exactly these values.
  [[nodiscard]] Result<void> apply(const std::vector<Edit>& edits, TomlTable expected);

  [[nodiscard]] Edit replacement(const TomlLayout& layout, const TomlStatement& statement,
                                 const TomlValue& value) const;
  [[nodiscard]] Edit added_line(const TomlLayout& layout, std::size_t header,
                                const std::string& key, const TomlValue& value) const;

  std::string text_;
  std::string file_;
  TomlTable model_;
};

}  // namespace entra_auth::profiles
