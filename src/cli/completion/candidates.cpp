// SPDX-License-Identifier: MIT
#include "cli/completion/candidates.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace entra_auth::cli {
namespace {

bool has_name(const OptionInfo& option, std::string_view name) {
  return std::ranges::find(option.names, name) != option.names.end();
}

/// One word that holds options: "--name", "--name=value", "-abc" or "-avalue".
struct OptionWord {
  std::vector<const OptionInfo*> options{};  // only the last one can take a value
  std::optional<std::size_t> value_at{};     // where the value begins; empty: it is the next word
};

/// Reads the words before the cursor as the parser would, and knows what may come next.
class CommandLine {
 public:
  CommandLine(const CommandInfo& program, const ProfileNames& profile_names)
      : profile_names_(profile_names), command_(&program), global_(global_options(program)) {}

  void read(const std::string& word) {
    if (open_option_ != nullptr) {
      if (word != "=") take_value(*std::exchange(open_option_, nullptr), word);
    } else if (only_arguments_) {
      ++arguments_;
    } else if (word == "--") {
      only_arguments_ = true;
    } else if (word.starts_with('-') && word.size() > 1) {
      read_option(word);
    } else if (command_->commands.empty()) {
      ++arguments_;
    } else {
      const auto found = std::ranges::find(command_->commands, word, &CommandInfo::name);
      is_unknown_ = is_unknown_ || found == command_->commands.end();
      if (!is_unknown_) command_ = &*found;
    }
  }

  [[nodiscard]] Completion complete(const std::string& word) const {
    if (open_option_ != nullptr) return values(*open_option_, {});
    if (!only_arguments_ && word.starts_with('-')) {
      const auto [found, value_at] = split_option(word);
      return value_at ? values(*found.back(), word.substr(0, *value_at)) : options();
    }
    if (is_unknown_) return {};
    if (!command_->commands.empty()) return commands();
    const auto& arguments = command_->arguments;
    if (arguments_ < arguments.size()) return values(arguments[arguments_], {});
    if (arguments.empty() || !arguments.back().repeats) return {};
    return values(arguments.back(), {});
  }

 private:
  [[nodiscard]] const OptionInfo* find_option(std::string_view name) const {
    for (const auto* options : {&command_->options, &global_}) {
      const auto found = std::ranges::find_if(
          *options, [&](const OptionInfo& option) { return has_name(option, name); });
      if (found != options->end()) return &*found;
    }
    return nullptr;
  }

  /// Stops at a letter or name that is not an option.
  [[nodiscard]] OptionWord split_option(const std::string& word) const {
    OptionWord result;
    if (word.starts_with("--")) {
      const auto equals = std::min(word.find('='), word.size());
      if (const auto* option = find_option(word.substr(0, equals))) {
        result.options.push_back(option);
        if (option->takes_value && equals < word.size()) result.value_at = equals + 1;
      }
      return result;
    }
    for (std::size_t i = 1; i < word.size(); ++i) {
      const auto* option = find_option(std::string{'-', word[i]});
      if (option == nullptr) break;
      result.options.push_back(option);
      if (!option->takes_value) continue;
      if (i + 1 < word.size()) result.value_at = i + 1;
      break;
    }
    return result;
  }

  void read_option(const std::string& word) {
    const auto [options, value_at] = split_option(word);
    for (const auto* option : options) used_.push_back(option->names.front());
    if (options.empty() || !options.back()->takes_value) return;
    if (value_at) {
      take_value(*options.back(), word.substr(*value_at));
    } else {
      open_option_ = options.back();
    }
  }

  void take_value(const OptionInfo& option, const std::string& value) {
    if (has_name(option, "--config")) config_file_ = value;
  }

  [[nodiscard]] Completion values(const OptionInfo& option, const std::string& prefix) const {
    if (option.kind == ValueKind::file || option.kind == ValueKind::command) return {option.kind};
    Completion completion;
    const auto words =
        option.kind == ValueKind::profile ? profile_names_(config_file_) : option.words;
    for (const auto& word : words) completion.candidates.push_back({prefix + word});
    return completion;
  }

  [[nodiscard]] Completion commands() const {
    Completion completion;
    for (const auto& each : command_->commands) {
      completion.candidates.push_back({each.name, each.description});
    }
    return completion;
  }

  /// Without those that are there already and cannot be repeated.
  [[nodiscard]] Completion options() const {
    Completion completion;
    const auto add = [&](const OptionInfo& option) {
      if (!option.repeats && std::ranges::find(used_, option.names.front()) != used_.end()) return;
      for (const auto& name : option.names) {
        completion.candidates.push_back({name, option.description});
      }
    };
    std::ranges::for_each(command_->options, add);
    if (!command_->path.empty()) std::ranges::for_each(global_, add);
    return completion;
  }

  const ProfileNames& profile_names_;
  const CommandInfo* command_;
  const std::vector<OptionInfo> global_;
  const OptionInfo* open_option_ = nullptr;  // its value is the next word
  std::vector<std::string_view> used_;       // the first name of each
  std::string config_file_;
  std::size_t arguments_ = 0;
  bool only_arguments_ = false;  // after "--"
  bool is_unknown_ = false;      // there is no such command
};

}  // namespace

Completion complete(const CommandInfo& program, std::span<const std::string> words,
                    const ProfileNames& profile_names) {
  CommandLine line(program, profile_names);
  if (words.empty()) return line.complete({});
  for (const auto& word : words.first(words.size() - 1)) line.read(word);
  return line.complete(words.back());
}

std::string render(const Completion& completion) {
  if (completion.kind == ValueKind::file) return ":file\n";
  if (completion.kind == ValueKind::command) return ":command\n";
  std::string text;
  for (const auto& [word, description] : completion.candidates) {
    text += word + (description.empty() ? "" : "\t" + description) + "\n";
  }
  return text;
}

}  // namespace entra_auth::cli
