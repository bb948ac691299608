// SPDX-License-Identifier: MIT
#include "sandbox/graph/filter.hpp"

#include "base/text.hpp"
#include "oauth/authority.hpp"
#include "sandbox/graph/search.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Parser {
 public:
  Parser(const GraphCollection& collection, std::string_view text)
      : collection_(collection), text_(text) {}

  GraphChecked<GraphFilter> parse() {
    skip_spaces();
    const auto name = take_name();
    if (name.empty()) return syntax_error();
    if (take("(")) return parse_function(name);
    if (!collection_.has_property(name)) return unknown_property(name);
    if (take("/any(")) return parse_any(name);
    return parse_comparison(name);
  }

 private:
  GraphChecked<GraphFilter> parse_function(std::string_view function) {
    if (equals_ignoring_case(function, "contains")) return unsupported_operator("Contains");
    if (equals_ignoring_case(function, "endswith")) return unsupported_operator("EndsWith");
    if (function != "startswith" && function != "startsWith") {
      return graph_bad_request("Invalid filter clause: An unknown function with name '" +
                               std::string(function) + "' was found.");
    }
    skip_spaces();
    const auto property = take_name();
    if (!collection_.has_property(property)) return unknown_property(property);
    if (property != "displayName") return unsupported_clause(property);
    skip_spaces();
    if (!take(",")) return syntax_error();
    skip_spaces();
    return finish(FilterOperator::name_starts_with, ")");
  }

  /// uris/any(x:x eq 'value')
  GraphChecked<GraphFilter> parse_any(std::string_view property) {
    if (property != collection_.uris_property) return unsupported_clause(property);
    skip_spaces();
    const auto variable = take_name();
    skip_spaces();
    if (variable.empty() || !take(":")) return syntax_error();
    skip_spaces();
    const auto used = take_name();
    if (used != variable) {
      if (take("(")) return unsupported_clause(property);
      return unknown_property(used);
    }
    if (auto taken = take_equals(property); !taken) return tl::unexpected(taken.error());
    return finish(FilterOperator::any_uri_equals, ")");
  }

  GraphChecked<GraphFilter> parse_comparison(std::string_view property) {
    if (property == collection_.uris_property) {
      return graph_bad_request(
          "Invalid filter clause: A binary operator with incompatible types "
          "was detected.");
    }
    if (property != "displayName" && property != "appId") return unsupported_clause(property);
    if (auto taken = take_equals(property); !taken) return tl::unexpected(taken.error());
    if (property == "displayName") return finish(FilterOperator::name_equals, "");
    auto filter = finish(FilterOperator::app_id_equals, "");
    if (filter && !oauth::is_guid(filter->value)) return graph_bad_request("Invalid filter clause");
    return filter;
  }

  /// Reads the literal that ends every clause, and the text that closes the clause.
  GraphChecked<GraphFilter> finish(FilterOperator operation, std::string_view end) {
    const auto start = position_;
    if (!take("'")) return syntax_error();
    std::string value;
    while (true) {
      if (position_ == text_.size()) {
        return graph_bad_request(
            "Invalid filter clause: There is an unterminated string literal at position " +
            std::to_string(start) + " in '" + std::string(text_) + "'.");
      }
      if (take("''")) {
        value += '\'';
      } else if (take("'")) {
        break;
      } else {
        value += text_[position_++];
      }
    }
    skip_spaces();
    if (!end.empty() && !take(end)) return syntax_error();
    skip_spaces();
    const auto rest = text_.substr(position_);
    if (rest.starts_with("and ") || rest.starts_with("or ")) {
      return graph_unsupported("Complex query on property displayName is not supported.");
    }
    if (!rest.empty() || value.empty()) return syntax_error();
    return GraphFilter{operation, fold_case(value)};
  }

  bool take(std::string_view token) {
    if (!text_.substr(position_).starts_with(token)) return false;
    position_ += token.size();
    return true;
  }

  /// Reads " eq ". Other operators are known, but not supported.
  GraphChecked<void> take_equals(std::string_view property) {
    constexpr std::array<std::string_view, 8> kOthers{"ne", "gt", "ge",  "lt",
                                                      "le", "in", "has", "not"};
    if (!take(" ")) return syntax_error();
    skip_spaces();
    const auto name = take_name();
    if (std::ranges::find(kOthers, name) != kOthers.end()) return unsupported_clause(property);
    if (name != "eq" || !take(" ")) return syntax_error();
    skip_spaces();
    return {};
  }

  std::string_view take_name() {
    const auto start = position_;
    while (position_ < text_.size() && is_name_character(text_[position_])) ++position_;
    return text_.substr(start, position_ - start);
  }

  void skip_spaces() {
    while (position_ < text_.size() && text_[position_] == ' ') ++position_;
  }

  [[nodiscard]] tl::unexpected<GraphRefusal> syntax_error() const {
    return graph_bad_request("Invalid filter clause: Syntax error at position " +
                             std::to_string(position_) + " in '" + std::string(text_) + "'.");
  }

  [[nodiscard]] tl::unexpected<GraphRefusal> unknown_property(std::string_view name) const {
    return graph_bad_request("Invalid filter clause: Could not find a property named '" +
                             std::string(name) + "' on type 'microsoft.graph." +
                             std::string(collection_.type) + "'.");
  }

  [[nodiscard]] tl::unexpected<GraphRefusal> unsupported_clause(std::string_view property) const {
    return graph_unsupported("Unsupported or invalid query filter clause specified for property '" +
                             std::string(property) + "' of resource '" +
                             std::string(collection_.resource) + "'.");
  }

  [[nodiscard]] static tl::unexpected<GraphRefusal> unsupported_operator(std::string_view name) {
    return graph_unsupported("Unsupported property filter clause operator '" + std::string(name) +
                             "'.");
  }

  const GraphCollection& collection_;
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

bool GraphFilter::matches(const GraphCollection& collection, const DirectoryEntry& entry) const {
  switch (operation) {
    case FilterOperator::name_starts_with:
      return fold_case(entry.display_name).starts_with(value);
    case FilterOperator::name_equals:
      return fold_case(entry.display_name) == value;
    case FilterOperator::app_id_equals:
      return entry.app_id == value;
    case FilterOperator::any_uri_equals:
      return std::ranges::any_of(collection.uris(entry),
                                 [&](const auto& uri) { return fold_case(uri) == value; });
  }
  return false;
}

GraphChecked<GraphFilter> parse_graph_filter(const GraphCollection& collection,
                                             std::string_view text) {
  return Parser(collection, text).parse();
}

}  // namespace entra_auth::sandbox
