// SPDX-License-Identifier: MIT
#include "os/browser.hpp"

#include "base/text.hpp"
#include "base/url.hpp"
#include "os/descriptor.hpp"
#include "os/process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace entra_auth::os {
namespace {

using Command = std::vector<std::string>;

constexpr std::array<std::string_view, 8> kTextBrowsers = {
    "w3m", "lynx", "links", "links2", "elinks", "www-browser", "sensible-browser", "browsh"};

bool is_text_browser(std::string_view program) {
  const auto name = program.substr(program.rfind('/') + 1);
  return std::ranges::find(kTextBrowsers, name) != kTextBrowsers.end();
}

Command with_url(const std::string& words, const std::string& url) {
  constexpr std::string_view kPlace = "%s";
  Command command = split(words, " \t");
  bool placed = false;
  for (auto& word : command) {
    const auto at = word.find(kPlace);
    if (at == std::string::npos) continue;
    word.replace(at, kPlace.size(), url);
    placed = true;
  }
  if (!placed) command.push_back(url);
  return command;
}

/// The last step in the child: only calls that are allowed between fork and exec.
[[noreturn]] void become(char* const* arguments, char* const* environment, int report) {
  ::setsid();
  const int nothing = ::open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    ::dup2(nothing, standard);
  }
  ::dup2(report, STDERR_FILENO + 1);
  ::fcntl(STDERR_FILENO + 1, F_SETFD, FD_CLOEXEC);
  ::close_range(STDERR_FILENO + 2, ~0U, 0);
  restore_process_defaults();
  ::execvpe(arguments[0], arguments, environment);
  const char failed = 'x';
  (void)!::write(STDERR_FILENO + 1, &failed, 1);
  ::_exit(127);
}

std::vector<char*> argument_pointers(const auto& texts) {
  std::vector<char*> all;
  for (const auto& text : texts) all.push_back(const_cast<char*>(text.data()));
  all.push_back(nullptr);
  return all;
}

/// exec closes the pipe, so a byte in it means that exec failed. A child of the child runs the
/// program, so that we need not wait for it.
bool start(const Command& command, const Environment& environment) {
  const auto arguments = argument_pointers(command);
  const auto variables = argument_pointers(environment.entries());
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  const Descriptor report(ends[0]);
  Descriptor child_end(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return false;
  if (child == 0) {
    const pid_t program = ::fork();
    if (program == 0) become(arguments.data(), variables.data(), child_end.get());
    const char failed = 'x';
    if (program < 0) (void)!::write(child_end.get(), &failed, 1);
    ::_exit(0);
  }
  child_end.close();
  int status = 0;
  retry_on_interrupt([&] { return ::waitpid(child, &status, 0); });
  char byte = 0;
  return retry_on_interrupt([&] { return ::read(report.get(), &byte, 1); }) == 0;
}

}  // namespace

std::vector<Command> browser_commands(const Environment& environment, const std::string& url) {
  std::vector<Command> commands;
  if (const auto listed = environment.get_nonempty("BROWSER")) {
    for (const auto& words : split(*listed, ":")) {
      auto command = with_url(words, url);
      if (command.size() > 1 && !is_text_browser(command.front())) {
        commands.push_back(std::move(command));
      }
    }
    return commands;
  }
  if (environment.get_nonempty("WSL_DISTRO_NAME")) {
    commands.push_back({"wslview", url});
    // Takes the URL as it is; a Windows shell would read the `&` in it.
    commands.push_back({"rundll32.exe", "url.dll,FileProtocolHandler", url});
  }
  // Without a display xdg-open would look for a browser in the terminal.
  if (environment.get_nonempty("DISPLAY") || environment.get_nonempty("WAYLAND_DISPLAY")) {
    commands.push_back({"xdg-open", url});
  }
  return commands;
}

bool open_browser(const Environment& environment, const std::string& url) {
  const auto parsed = parse_url(url);
  if (!parsed) return false;
  return std::ranges::any_of(browser_commands(environment, url),
                             [&](const Command& command) { return start(command, environment); });
}

}  // namespace entra_auth::os
