// SPDX-License-Identifier: MIT
#include "os/browser.hpp"

#include "os/process.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <set>
#include <sstream>
#include <thread>

using namespace entra_auth;
using test::TempDir;

namespace {

using Commands = std::vector<std::vector<std::string>>;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// Everything that a shell reads and a URL may hold.
const std::string kUrl =
    "https://login.example/a;touch$IFS$(id)&x='*'?code=%22a%20b%22&b=!~[c],@d#e";
const std::string kPlainUrl = "https://login.example/authorize?a=1&b=%s";

os::Environment environment(std::vector<std::string> entries) {
  entries.emplace_back("PATH=/usr/bin:/bin");
  return os::Environment(std::move(entries));
}

Commands commands(std::vector<std::string> entries, const std::string& url = kPlainUrl) {
  return os::browser_commands(environment(std::move(entries)), url);
}

/// The text of a file that a script writes under another name first; empty after ten seconds.
std::string await(const std::filesystem::path& path) {
  const auto end = steady_clock::now() + seconds(10);
  while (!std::filesystem::exists(path)) {
    if (steady_clock::now() > end) return {};
    std::this_thread::sleep_for(milliseconds(5));
  }
  return test::read_text(path);
}

/// A browser that is a shell script: what it prints becomes the file "seen". Its arguments are
/// those of the script.
class ScriptedBrowser {
 public:
  explicit ScriptedBrowser(const std::string& script, const std::string& before = "")
      : path_(folder_.write("browser",
                            "#!/bin/sh\n" + before + "\n( " + script + " ) > '" +
                                (folder_ / "part").string() + "' 2>&1\nmv '" +
                                (folder_ / "part").string() + "' '" + (folder_ / "seen").string() +
                                "'\n",
                            0755)) {}

  [[nodiscard]] std::string command() const { return path_.string(); }
  [[nodiscard]] os::Environment env() const { return environment({"BROWSER=" + command()}); }
  [[nodiscard]] std::string seen() const { return await(folder_ / "seen"); }
  [[nodiscard]] bool has_ended() const { return std::filesystem::exists(folder_ / "seen"); }

 private:
  TempDir folder_;
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("browser_commands: BROWSER commands get the URL at %s or as their last argument") {
  const auto& u = kPlainUrl;
  CHECK(commands({"BROWSER=firefox"}) == Commands{{"firefox", u}});
  CHECK(commands({"BROWSER=/opt/b --new  --url=%s\t-x"}) ==
        Commands{{"/opt/b", "--new", "--url=" + u, "-x"}});
  CHECK(commands({"BROWSER=one:two %s:three -a"}) ==
        Commands{{"one", u}, {"two", u}, {"three", "-a", u}});
  CHECK(commands({"BROWSER=b %s %s"}) == Commands{{"b", u, u}});
  CHECK(commands({"BROWSER=:one::"}) == Commands{{"one", u}});
}

TEST_CASE("browser_commands: BROWSER is not read by a shell") {
  CHECK(commands({"BROWSER=b '%s;rm' $HOME \"a b\""}) ==
        Commands{{"b", "'" + kPlainUrl + ";rm'", "$HOME", "\"a", "b\""}});
}

TEST_CASE("browser_commands: BROWSER replaces every other choice") {
  CHECK(commands({"BROWSER=one", "DISPLAY=:0", "WSL_DISTRO_NAME=Debian"}) ==
        Commands{{"one", kPlainUrl}});
  CHECK(commands({"BROWSER=w3m", "DISPLAY=:0"}).empty());
  CHECK(commands({"BROWSER=", "DISPLAY=:0"}) == Commands{{"xdg-open", kPlainUrl}});
}

TEST_CASE("browser_commands: the URL is never the program") {
  CHECK(commands({"BROWSER=%s"}).empty());
  CHECK(commands({"BROWSER= : "}).empty());
}

TEST_CASE("browser_commands: text browsers are left out") {
  for (const char* name : {"w3m", "lynx", "links", "links2", "elinks", "www-browser",
                           "sensible-browser", "browsh", "/usr/bin/w3m", "lynx -accept %s"}) {
    CAPTURE(name);
    CHECK(commands({"BROWSER=" + std::string(name)}).empty());
    CHECK(commands({"BROWSER=" + std::string(name) + ":firefox"}) ==
          Commands{{"firefox", kPlainUrl}});
  }
}

TEST_CASE("browser_commands: xdg-open with a display and nothing without") {
  CHECK(commands({}).empty());
  CHECK(commands({"DISPLAY="}).empty());
  CHECK(commands({"DISPLAY=:0"}) == Commands{{"xdg-open", kPlainUrl}});
  CHECK(commands({"WAYLAND_DISPLAY=wayland-0"}) == Commands{{"xdg-open", kPlainUrl}});
}

TEST_CASE(
    "browser_commands: the Windows browser comes first in WSL, with the URL as one argument") {
  const Commands windows = {{"wslview", kPlainUrl},
                            {"rundll32.exe", "url.dll,FileProtocolHandler", kPlainUrl}};
  CHECK(commands({"WSL_DISTRO_NAME=Debian"}) == windows);
  auto with_display = windows;
  with_display.push_back({"xdg-open", kPlainUrl});
  CHECK(commands({"WSL_DISTRO_NAME=Debian", "DISPLAY=:0"}) == with_display);
}

TEST_CASE("open_browser: the URL arrives as one argument, byte for byte") {
  const std::string url = kUrl.substr(0, kUrl.find('#'));
  const ScriptedBrowser browser("printf '%s|' \"$#\" \"$@\"");
  REQUIRE(os::open_browser(browser.env(), url));
  CHECK(browser.seen() == "1|" + url + "|");
  const ScriptedBrowser with_place("printf '%s|' \"$#\" \"$@\"");
  REQUIRE(os::open_browser(environment({"BROWSER=" + with_place.command() + " -a --u=%s z"}), url));
  CHECK(with_place.seen() == "3|-a|--u=" + url + "|z|");
}

TEST_CASE("open_browser: starts nothing for anything but an http URL") {
  const ScriptedBrowser browser("echo started");
  for (const char* url : {"", "-flag", "--help", "file:///etc/passwd", "javascript:alert(1)",
                          "https//x", "https://", "https://u@x/", "https://x/\ny", "https://x/ y",
                          "https://x/\"", "https://x/`id`", "ftp://x/", "mailto:a@b"}) {
    CAPTURE(url);
    CHECK_FALSE(os::open_browser(browser.env(), url));
  }
  std::this_thread::sleep_for(milliseconds(100));
  CHECK_FALSE(browser.has_ended());
}

TEST_CASE("open_browser: a browser that cannot be started leaves its turn to the next") {
  const TempDir folder;
  const auto no_program = folder.write("readable", "#!/bin/sh\n", 0644).string();
  const ScriptedBrowser browser("echo \"$1\"");
  const std::string list = "BROWSER=/nonexistent/b:entra-auth-no-such-program %s:" + no_program +
                           ":" + browser.command();
  CHECK(os::open_browser(environment({list}), "https://login.example/"));
  CHECK(browser.seen() == "https://login.example/\n");
}

TEST_CASE("open_browser: starts only one browser, even if it fails later") {
  const ScriptedBrowser second("echo started");
  const ScriptedBrowser first("echo failed", "trap 'exit 3' EXIT");
  CHECK(os::open_browser(environment({"BROWSER=" + first.command() + ":" + second.command()}),
                         kUrl.substr(0, 22)));
  CHECK(first.seen() == "failed\n");
  std::this_thread::sleep_for(milliseconds(100));
  CHECK_FALSE(second.has_ended());
}

TEST_CASE("open_browser: returns false if no browser can be started") {
  CHECK_FALSE(os::open_browser(environment({}), "https://login.example/"));
  CHECK_FALSE(
      os::open_browser(environment({"BROWSER=/nonexistent/b:/"}), "https://login.example/"));
  CHECK_FALSE(os::open_browser(environment({"BROWSER=lynx"}), "https://login.example/"));
}

TEST_CASE("open_browser: the browser gets /dev/null as standard descriptors and no others") {
  const ScriptedBrowser browser("ls -l /proc/$$/fd");
  CHECK(test::run_forked([&] {
          for (int i = 0; i < 20; ++i) {
            if (::open("/dev/zero", O_RDONLY) < 0) return 1;  // not close-on-exec
          }
          if (::dup2(3, 200) != 200) return 2;
          return os::open_browser(browser.env(), "https://login.example/") ? 0 : 3;
        }) == 0);
  std::set<std::string> standard;
  std::istringstream listing(browser.seen());
  for (std::string line; std::getline(listing, line);) {
    const auto arrow = line.find(" -> ");
    if (arrow == std::string::npos) continue;
    const auto number = line.substr(line.rfind(' ', arrow - 1) + 1);
    CAPTURE(line);
    if (number.ends_with(" -> " + browser.command())) continue;  // the shell reads its script
    CHECK(number.ends_with(" -> /dev/null"));
    standard.insert(number.substr(0, number.find(' ')));
  }
  CHECK(standard == std::set<std::string>{"0", "1", "2"});
}

TEST_CASE("open_browser: the browser gets our environment") {
  const ScriptedBrowser browser("echo \"$GREETING\"");
  REQUIRE(os::open_browser(environment({"BROWSER=" + browser.command(), "GREETING=god dag"}),
                           "https://login.example/"));
  CHECK(browser.seen() == "god dag\n");
}

TEST_CASE("open_browser: the browser leads a session of its own, without our terminal") {
  const ScriptedBrowser browser("cat /proc/$$/stat");
  REQUIRE(os::open_browser(browser.env(), "https://login.example/"));
  const auto stat = browser.seen();
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string state;
  pid_t parent = 0, group = 0, session = 0;
  int terminal = -1;
  fields >> state >> parent >> group >> session >> terminal;
  const auto pid = static_cast<pid_t>(std::stol(stat));
  CHECK(session == pid);
  CHECK(group == pid);
  CHECK(session != ::getsid(0));
  CHECK(terminal == 0);
}

TEST_CASE("open_browser: the browser gets the umask and signals that we were started with") {
  const ScriptedBrowser browser("umask; grep SigIgn /proc/$$/status");
  CHECK(test::run_forked([&] {
          ::umask(027);
          ::signal(SIGPIPE, SIG_DFL);
          ::signal(SIGXFSZ, SIG_DFL);
          os::harden_process();
          return os::open_browser(browser.env(), "https://login.example/") ? 0 : 1;
        }) == 0);
  const auto seen = browser.seen();
  CHECK(seen.starts_with("0027\n"));
  const auto ignored = std::stoull(seen.substr(seen.find(':') + 1), nullptr, 16);
  CHECK((ignored & (1ULL << (SIGPIPE - 1))) == 0);
  CHECK((ignored & (1ULL << (SIGXFSZ - 1))) == 0);
}

TEST_CASE("open_browser: the browser is not waited for and outlives us") {
  const ScriptedBrowser browser("echo late", "sleep 1");
  const auto start = steady_clock::now();
  CHECK(test::run_forked([&] {
          if (!os::open_browser(browser.env(), "https://login.example/")) return 1;
          return ::waitpid(-1, nullptr, 0) == -1 && errno == ECHILD ? 0 : 2;
        }) == 0);
  CHECK(steady_clock::now() - start < milliseconds(900));
  CHECK_FALSE(browser.has_ended());
  CHECK(browser.seen() == "late\n");
}
