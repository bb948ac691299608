// SPDX-License-Identifier: MIT
#include "cli/parser/add_command.hpp"

#include <memory>
#include <utility>

namespace entra_auth::cli {
namespace {

class LazyCommand final : public CLI::App {
 public:
  LazyCommand(CLI::App& parent, const std::string& name, const std::string& description,
              std::function<void(CLI::App&)> bind)
      : CLI::App(description, name, &parent), bind_(std::move(bind)) {
    group("Commands");
    fallthrough();
    preparse_callback([this](std::size_t) { bind_once(); });
  }

  void bind_once() {
    if (const auto bind = std::exchange(bind_, nullptr)) bind(*this);
  }

 private:
  std::function<void(CLI::App&)> bind_;
};

}  // namespace

void add_command(CLI::App& parent, const std::string& name, const std::string& description,
                 std::function<void(CLI::App&)> bind) {
  parent.add_subcommand(std::make_shared<LazyCommand>(parent, name, description, std::move(bind)));
}

void bind_all(CLI::App& app) {
  for (auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (auto* lazy = dynamic_cast<LazyCommand*>(command)) lazy->bind_once();
    bind_all(*command);
  }
}

void add_list_format(CLI::App& command, std::string& output, std::vector<std::string> formats) {
  std::string description = "Format: " + formats.front();
  for (std::size_t i = 1; i < formats.size(); ++i) {
    description += (i + 1 < formats.size() ? ", " : " or ") + formats[i];
  }
  command.add_option("-o,--output", output, description)
      ->check(CLI::IsMember(std::move(formats)))
      ->type_name("FORMAT");
}

}  // namespace entra_auth::cli
