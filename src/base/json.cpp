// SPDX-License-Identifier: MIT
#include "base/json.hpp"

#include "base/text.hpp"
#include "base/try.hpp"

#include <utility>
#include <vector>

namespace entra_auth {
namespace {

/// Builds the value and stops at the first thing we refuse: one pass over the text.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(std::size_t max_depth) : max_depth_(max_depth) {}

  [[nodiscard]] Json take() { return std::move(value_); }
  [[nodiscard]] const std::string& reason() const { return reason_; }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& text) override { return put(text); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return enter(Json::object()); }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t) override { return enter(Json::array()); }
  bool end_array() override { return leave(); }

  bool key(string_t& name) override {
    const auto [at, is_new] = open_.back()->get_ref<Json::object_t&>().try_emplace(name);
    member_ = &at->second;
    if (!is_new) reason_ = "a key occurs twice: " + for_terminal(name, 60);
    return is_new;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    reason_ = "not valid JSON at byte " + std::to_string(position);
    return false;
  }

 private:
  /// Where the next value belongs: the whole text, a new element, or the member of the last key.
  Json& place() {
    if (open_.empty()) return value_;
    if (!open_.back()->is_array()) return *member_;
    return open_.back()->get_ref<Json::array_t&>().emplace_back();
  }

  template <class Value>
  bool put(const Value& value) {
    place() = value;
    return true;
  }

  bool enter(Json empty) {
    if (open_.size() == max_depth_) {
      reason_ = "nested deeper than " + std::to_string(max_depth_) + " levels";
      return false;
    }
    Json& value = place();
    value = std::move(empty);
    open_.push_back(&value);
    return true;
  }

  bool leave() {
    open_.pop_back();
    return true;
  }

  std::size_t max_depth_;
  Json value_;
  std::vector<Json*> open_;  // objects and arrays, the innermost last: nothing is added to an outer
                             // one while an inner one is open, so that none of them moves
  Json* member_ = nullptr;
  std::string reason_;
};

const Json* find(const Json& object, std::string_view key) {
  const auto member = object.find(key);
  if (member == object.end() || member->is_null()) return nullptr;
  return &*member;
}

tl::unexpected<Error> wrong(std::string_view key, std::string_view expected) {
  return fail(ErrorKind::unexpected,
              "\"" + std::string(key) + "\" is not " + std::string(expected));
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::size_t max_depth) {
  if (text.empty()) return fail(ErrorKind::unexpected, "empty");
  if (text.starts_with("\xEF\xBB\xBF")) {
    return fail(ErrorKind::unexpected, "starts with a byte order mark");
  }
  // The parser takes a NUL for the end of the text and would not look at what follows it.
  if (text.find('\0') != std::string_view::npos) {
    return fail(ErrorKind::unexpected, "contains a NUL character");
  }
  Builder builder(max_depth);
  if (!Json::sax_parse(text, &builder)) return fail(ErrorKind::unexpected, builder.reason());
  return builder.take();
}

Result<Json> parse_json_object(std::string_view text, std::size_t max_depth) {
  TRY(Json value, parse_json(text, max_depth));
  if (!value.is_object()) return fail(ErrorKind::unexpected, "not a JSON object");
  return value;
}

Result<OrderedJson> parse_ordered_json(std::string_view text) {
  TRY_VOID(parse_json(text));
  return OrderedJson::parse(text, nullptr, false);
}

std::optional<Json> parse_own_json_object(std::string_view text) {
  Json value = Json::parse(text, nullptr, false);
  if (!value.is_object()) return std::nullopt;
  return value;
}

Result<std::optional<std::string>> optional_string(const Json& object, std::string_view key) {
  const Json* member = find(object, key);
  if (member == nullptr) return std::optional<std::string>();
  if (!member->is_string()) return wrong(key, "a string");
  return std::optional<std::string>(member->get_ref<const std::string&>());
}

Result<std::optional<bool>> optional_bool(const Json& object, std::string_view key) {
  const Json* member = find(object, key);
  if (member == nullptr) return std::optional<bool>();
  if (!member->is_boolean()) return wrong(key, "true or false");
  return std::optional<bool>(*member->get_ptr<const bool*>());
}

Result<std::optional<long long>> optional_integer(const Json& object, std::string_view key,
                                                  long long least, long long most) {
  const Json* member = find(object, key);
  if (member == nullptr) return std::optional<long long>();
  std::optional<long long> value;
  if (const auto* natural = member->get_ptr<const Json::number_unsigned_t*>()) {
    if (*natural <= static_cast<unsigned long long>(most < 0 ? 0 : most)) {
      value = static_cast<long long>(*natural);
    }
  } else if (const auto* integer = member->get_ptr<const Json::number_integer_t*>()) {
    value = *integer;
  } else if (const auto* digits = member->get_ptr<const std::string*>()) {
    value = parse_digits(*digits);
  }
  if (!value || *value < least || *value > most) {
    return wrong(key,
                 "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return value;
}

std::string string_or(const Json& object, std::string_view key, std::string_view fallback) {
  const Json* member = find(object, key);
  return member != nullptr && member->is_string() ? member->get_ref<const std::string&>()
                                                  : std::string(fallback);
}

std::string to_ascii_json(const OrderedJson& value, int indent) {
  return value.dump(indent, ' ', true, OrderedJson::error_handler_t::replace);
}

}  // namespace entra_auth
