// SPDX-License-Identifier: MIT
#include "sandbox/http/json.hpp"

#include "base/try.hpp"

namespace entra_auth::sandbox {

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
