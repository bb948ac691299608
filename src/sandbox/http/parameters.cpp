// SPDX-License-Identifier: MIT
#include "sandbox/http/parameters.hpp"

#include "base/form.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace entra_auth::sandbox {

bool is_form(const Request& request) {
  return request.has_media_type("application/x-www-form-urlencoded");
}

std::optional<NamedValues> parse_form(std::string_view body) {
  NamedValues form;
  const bool is_valid = read_form(body, [&](std::string name, std::string value) {
    if (!is_valid_utf8(name) || !is_valid_utf8(value)) return false;
    form.emplace_back(std::move(name), std::move(value));
    return true;
  });
  return is_valid ? std::optional(std::move(form)) : std::nullopt;
}

std::optional<NamedValues> parse_query(const Request& request) {
  auto query = parse_form(request.query);
  if (query && !repeated_parameter(*query).empty()) return std::nullopt;
  return query;
}

bool has_only(const NamedValues& form, std::initializer_list<std::string_view> names) {
  return std::ranges::all_of(form, [&](const auto& field) {
    return std::ranges::find(names, field.first) != names.end();
  });
}

std::string_view repeated_parameter(const NamedValues& form) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : form) {
    if (!names.insert(name).second) return name;
  }
  return {};
}

std::string_view parameter(const NamedValues& form, std::string_view name) {
  const auto found =
      std::ranges::find_if(form, [&](const auto& field) { return field.first == name; });
  return found == form.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::vector<Json>> optional_array(const Json& json, std::string_view name) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return std::vector<Json>{};
  if (!found->is_array()) return fail(ErrorKind::usage, std::string(name) + " is not an array");
  return std::vector<Json>(found->begin(), found->end());
}

Result<std::string> string_element(const Json& json, std::string_view name) {
  if (json.is_string()) return json.get<std::string>();
  return fail(ErrorKind::usage, "an element of " + std::string(name) + " is not a string");
}

Result<std::vector<std::string>> optional_strings(const Json& json, std::string_view name) {
  TRY(const auto elements, optional_array(json, name));
  std::vector<std::string> strings;
  for (const auto& element : elements) {
    TRY(auto text, string_element(element, name));
    strings.push_back(std::move(text));
  }
  return strings;
}

}  // namespace entra_auth::sandbox
