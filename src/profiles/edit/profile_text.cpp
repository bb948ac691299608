// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_text.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "profiles/edit/profile_lines.hpp"
#include "profiles/toml/value.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace entra_auth::profiles {
namespace {

constexpr std::string_view kProfiles = "profiles";
constexpr std::string_view kDefault = "default_profile";

TomlTable* table_in(TomlTable& table, std::string_view key) {
  const auto found = std::ranges::find(table, key, &TomlMember::key);
  return found == table.end() ? nullptr : std::get_if<TomlTable>(&found->value.content);
}

tl::unexpected<Error> no_profile(const std::string& name) {
  return fail(ErrorKind::profile_not_found, "there is no profile " + for_terminal(name, 80));
}

}  // namespace

Result<ProfileText> ProfileText::parse(std::string text, std::string file) {
  TRY(TomlTable model, parse_toml(text, file));
  return ProfileText(std::move(text), std::move(file), std::move(model));
}

const TomlTable* ProfileText::profile(std::string_view name) const {
  const TomlMember* profiles = find_member(model_, kProfiles);
  const auto* table =
      profiles == nullptr ? nullptr : std::get_if<TomlTable>(&profiles->value.content);
  const TomlMember* member = table == nullptr ? nullptr : find_member(*table, name);
  return member == nullptr ? nullptr : std::get_if<TomlTable>(&member->value.content);
}

std::string ProfileText::default_profile() const {
  const TomlMember* member = find_member(model_, kDefault);
  const auto* name = member == nullptr ? nullptr : std::get_if<std::string>(&member->value.content);
  return name == nullptr ? std::string() : *name;
}

tl::unexpected<Error> ProfileText::by_hand(int line, const std::string& what) const {
  return fail(ErrorKind::invalid_configuration, file_ + ":" + std::to_string(line) + ": " + what,
              {"edit it by hand, or write it as lines below [profiles.NAME] first"});
}

Result<std::size_t> ProfileText::find_header(const TomlLayout& layout,
                                             const std::string& name) const {
  if (profile(name) == nullptr) return no_profile(name);
  std::optional<std::size_t> header;
  for (std::size_t i = 0; i < layout.statements.size(); ++i) {
    const TomlStatement& statement = layout.statements[i];
    if (is_profiles_itself(statement) || is_written_elsewhere(statement, name)) {
      return by_hand(statement.line,
                     "profile " + name + " is written in a form that cannot be edited");
    }
    if (is_header_of(statement, name)) header = i;
  }
  if (header) return *header;
  const auto part = std::ranges::find_if(layout.statements, [&](const TomlStatement& statement) {
    return belongs_to(statement, name);
  });
  return by_hand(part == layout.statements.end() ? 1 : part->line,
                 "profile " + name + " has no line [profiles." + write_toml_key(name) + "]");
}

Result<std::optional<std::size_t>> ProfileText::find_key(const TomlLayout& layout,
                                                         std::size_t header,
                                                         const std::string& name,
                                                         const std::string& key) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < layout.statements.size(); ++i) {
    const TomlStatement& statement = layout.statements[i];
    if (i == header || !belongs_to(statement, name) || statement.path[2] != key) continue;
    if (statement.kind != TomlStatementKind::assignment || statement.key.size() != 1) {
      return by_hand(statement.line, key + " is written in a form that cannot be edited");
    }
    found = i;
  }
  return found;
}

Result<void> ProfileText::apply(const std::vector<Edit>& edits, TomlTable expected) {
  std::string changed;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    changed.append(text_, at, edit.range.begin - at).append(edit.text);
    at = edit.range.end;
  }
  changed.append(text_, at);
  auto model = parse_toml(changed, file_);
  if (!model || !is_same(*model, expected)) {
    wipe(changed);
    return fail(ErrorKind::invalid_configuration,
                file_ + " cannot be edited without changing other settings", {"edit it by hand"});
  }
  wipe(text_);
  text_ = std::move(changed);
  model_ = *std::move(model);
  return {};
}

Result<void> ProfileText::add_profile(const std::string& name, const TomlTable& members) {
  const TomlLayout layout = read_toml_layout(text_);
  for (const TomlStatement& statement : layout.statements) {
    if (is_profiles_itself(statement)) {
      return by_hand(statement.line, "the profiles are written in a form that cannot be edited");
    }
  }
  TomlTable expected = model_;
  if (find_member(expected, kProfiles) == nullptr) {
    set_member(expected, std::string(kProfiles), {.line = 0, .content = TomlTable()});
  }
  TomlTable* profiles = table_in(expected, kProfiles);
  if (profiles == nullptr || find_member(*profiles, name) != nullptr) {
    return fail(ErrorKind::invalid_configuration, "there is a profile " + name + " already");
  }
  set_member(*profiles, name, {.line = 0, .content = members});

  std::string block;
  if (text_.size() > layout.begin) {
    if (!text_.ends_with('\n')) block += layout.line_break;
    const auto last = previous_line(text_, text_.size(), layout.begin);
    if (!text_.ends_with('\n') || kind_of_line(text_, last) != LineKind::blank) {
      block += layout.line_break;
    }
  }
  block += write_profile(name, members, layout.line_break);
  return apply({{{text_.size(), text_.size()}, std::move(block)}}, std::move(expected));
}

Result<void> ProfileText::remove_profile(const std::string& name) {
  const TomlLayout layout = read_toml_layout(text_);
  TRY_VOID(find_header(layout, name));
  TomlTable expected = model_;
  TomlTable* profiles = table_in(expected, kProfiles);
  remove_member(*profiles, name);
  std::vector<Edit> edits;
  for (const TextRange& range : lines_of_profile(text_, layout, name)) edits.push_back({range, {}});
  // If no other profile remains, the table `profiles` is gone, too.
  const bool remains = std::ranges::any_of(layout.statements, [&](const TomlStatement& statement) {
    return !statement.path.empty() && statement.path[0] == kProfiles &&
           !belongs_to(statement, name);
  });
  if (!remains) remove_member(expected, kProfiles);
  return apply(edits, std::move(expected));
}

Result<void> ProfileText::rename_profile(const std::string& name, const std::string& new_name) {
  const TomlLayout layout = read_toml_layout(text_);
  TRY_VOID(find_header(layout, name));
  TomlTable expected = model_;
  TomlTable* profiles = table_in(expected, kProfiles);
  if (find_member(*profiles, new_name) != nullptr) {
    return fail(ErrorKind::invalid_configuration, "there is a profile " + new_name + " already");
  }
  std::ranges::find(*profiles, name, &TomlMember::key)->key = new_name;
  std::vector<Edit> edits;
  for (const TomlStatement& statement : layout.statements) {
    if (statement.kind == TomlStatementKind::assignment || !belongs_to(statement, name)) continue;
    const TextRange part = statement.key[1].text;
    const char quote = text_[part.begin];
    const bool was_quoted = quote == '"' || quote == '\'';
    edits.push_back({part, was_quoted ? quote + new_name + quote : write_toml_key(new_name)});
  }
  return apply(edits, std::move(expected));
}

Result<void> ProfileText::set_key(const std::string& name, const std::string& key,
                                  const TomlValue& value) {
  const TomlLayout layout = read_toml_layout(text_);
  TRY(const auto header, find_header(layout, name));
  TRY(const auto found, find_key(layout, header, name, key));
  TomlTable expected = model_;
  TomlTable* members = table_in(*table_in(expected, kProfiles), name);
  const TomlMember* present = find_member(*members, key);
  if (present != nullptr && is_same(present->value, value)) return {};
  set_member(*members, key, value);
  return apply({found ? replacement(layout, layout.statements[*found], value)
                      : added_line(layout, header, key, value)},
               std::move(expected));
}

Result<void> ProfileText::remove_key(const std::string& name, const std::string& key) {
  const TomlLayout layout = read_toml_layout(text_);
  TRY(const auto header, find_header(layout, name));
  TRY(const auto found, find_key(layout, header, name, key));
  if (!found) return {};
  TomlTable expected = model_;
  remove_member(*table_in(*table_in(expected, kProfiles), name), key);
  return apply({{layout.statements[*found].lines, {}}}, std::move(expected));
}

Result<void> ProfileText::set_default_profile(const std::string& name) {
  if (default_profile() == name) return {};
  const TomlLayout layout = read_toml_layout(text_);
  TomlTable expected = model_;
  set_member(expected, std::string(kDefault), text_value(name));
  const auto found = std::ranges::find_if(layout.statements, is_default_profile);
  if (found != layout.statements.end()) {
    return apply({replacement(layout, *found, text_value(name))}, std::move(expected));
  }
  const std::size_t at = end_of_root_keys(text_, layout);
  std::string line = std::string(kDefault) + " = " + write_toml(text_value(name));
  line += layout.line_break;
  // A blank line before the first table, or before the comment above it.
  if (at < text_.size() && kind_of_line(text_, at) != LineKind::blank) line += layout.line_break;
  if (at > layout.begin && text_[at - 1] != '\n') line.insert(0, layout.line_break);
  return apply({{{at, at}, std::move(line)}}, std::move(expected));
}

Result<void> ProfileText::remove_default_profile() {
  const TomlLayout layout = read_toml_layout(text_);
  const auto found = std::ranges::find_if(layout.statements, is_default_profile);
  if (found == layout.statements.end()) return {};
  TomlTable expected = model_;
  remove_member(expected, kDefault);
  TextRange lines = found->lines;
  // One blank line remains if there was one on either side, and none at the beginning.
  const auto before = previous_line(text_, lines.begin, layout.begin);
  if (lines.begin == layout.begin || kind_of_line(text_, before) == LineKind::blank) {
    while (kind_of_line(text_, lines.end) == LineKind::blank) {
      lines.end = behind_line(text_, lines.end);
    }
  }
  return apply({{lines, {}}}, std::move(expected));
}

ProfileText::Edit ProfileText::replacement(const TomlLayout& layout, const TomlStatement& statement,
                                           const TomlValue& value) const {
  Edit edit{statement.value, write_toml(value, layout.line_break)};
  // An aligned comment behind it stays in its column if there is room.
  const auto comment = text_.find_first_not_of(' ', edit.range.end);
  if (comment == std::string::npos || text_[comment] != '#') return edit;
  const std::size_t gap = comment - edit.range.end;
  const std::size_t old_width = edit.range.end - edit.range.begin;
  const bool is_block = edit.text.find('\n') != std::string::npos ||
                        text_.substr(edit.range.begin, old_width).find('\n') != std::string::npos;
  if (gap < 2 || is_block) return edit;
  const std::size_t column = old_width + gap;
  edit.range.end = comment;
  edit.text.append(column > edit.text.size() ? column - edit.text.size() : 1, ' ');
  return edit;
}

ProfileText::Edit ProfileText::added_line(const TomlLayout& layout, std::size_t header,
                                          const std::string& key, const TomlValue& value) const {
  const std::size_t at = end_of_own_lines(text_, layout, header);
  std::string line =
      write_key_as_neighbours(text_, layout, header, key) + write_toml(value, layout.line_break);
  line += layout.line_break;
  if (at > 0 && text_[at - 1] != '\n') line.insert(0, layout.line_break);
  return {{at, at}, std::move(line)};
}

}  // namespace entra_auth::profiles
