// SPDX-License-Identifier: MIT
#include "e2e/sign_in/person.hpp"

#include "base/encoding.hpp"
#include "base/form.hpp"
#include "base/text.hpp"
#include "base/url.hpp"

#include <httplib.h>

#include <chrono>
#include <future>
#include <regex>
#include <stdexcept>
#include <thread>

namespace entra_auth::test {
namespace {

using std::chrono::milliseconds;

httplib::Client client_of(const Url& url) {
  httplib::Client client(url.host, url.port);
  client.set_read_timeout(std::chrono::seconds(20));
  client.set_follow_location(false);
  return client;
}

Url parsed(const std::string& url) {
  auto result = parse_url(url);
  if (!result) throw std::runtime_error("no URL: " + url);
  return *std::move(result);
}

std::string unescape_html(std::string text) {
  const std::pair<const char*, const char*> entities[] = {
      {"&quot;", "\""}, {"&#39;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}};
  for (const auto& [entity, plain] : entities) {
    for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity)) {
      text.replace(at, std::string(entity).size(), plain);
    }
  }
  return text;
}

BrowserRedirect posted_form(const std::string& page) {
  static const std::regex kAction(R"re(action="([^"]*)")re");
  static const std::regex kInput(R"re(name="([^"]*)" value="([^"]*)")re");
  std::smatch action;
  if (!std::regex_search(page, action, kAction)) throw std::runtime_error("no form: " + page);
  BrowserRedirect redirect{.method = "POST", .url = unescape_html(action[1])};
  for (std::sregex_iterator at(page.begin(), page.end(), kInput), end; at != end; ++at) {
    redirect.form.emplace_back(unescape_html((*at)[1]), unescape_html((*at)[2]));
  }
  return redirect;
}

}  // namespace

Person::Person(Home& home) : home_(home) {
  const auto folder = (home.dir() / "opened").string();
  std::filesystem::create_directories(folder);
  // Renamed into place, so that half an address is never read; numbered by what is there.
  home.dir().write("browser.sh", "#!/bin/sh\nset -e\ncd '" + folder +
                                     "'\nprintf %s \"$1\" > new.$$\nn=1\n"
                                     "while ! ln new.$$ $n 2>/dev/null; do n=$((n+1)); done\n");
  std::filesystem::permissions(home.dir() / "browser.sh", std::filesystem::perms::owner_all);
  home.set("BROWSER", (home.dir() / "browser.sh").string());
  home.unset("CI");
}

RunResult Person::at_terminal(const std::vector<std::string>& arguments,
                              const std::function<void()>& act, const std::string& typed) const {
  auto running = std::async(std::launch::async, [&] {
    return home_.cli(arguments, {.in = typed, .terminal = true, .timeout = 60});
  });
  try {
    act();
  } catch (...) {
    running.wait();
    throw;
  }
  return running.get();
}

RunResult Person::signs_in(const std::vector<std::string>& arguments, const std::string& username) {
  return at_terminal(arguments, [&] { follow(choose(opened(), username)); });
}

std::string Person::opened() {
  const auto file = home_.dir() / "opened" / std::to_string(seen_ + 1);
  for (int i = 0; i < 1000; ++i) {
    if (std::filesystem::exists(file)) {
      ++seen_;
      return read_text(file);
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  throw std::runtime_error("no browser was started");
}

int Person::times_opened() const {
  int count = 0;
  while (std::filesystem::exists(home_.dir() / "opened" / std::to_string(count + 1))) ++count;
  return count;
}

BrowserRedirect Person::choose(const std::string& url, const std::string& username) {
  const Url page = parsed(url);
  const std::string choice =
      username.empty() ? "&cancel=true" : "&username=" + percent_encode(username);
  auto client = client_of(page);
  const auto answer =
      client.Post(page.path.c_str(), page.query + choice, "application/x-www-form-urlencoded");
  if (!answer) throw std::runtime_error("the sign-in page does not answer");
  if (answer->status == 302) {
    return {.method = "GET", .url = answer->get_header_value("Location")};
  }
  if (answer->status != 200) throw std::runtime_error("sign-in refused: " + answer->body);
  return posted_form(answer->body);
}

BrowserPage Person::follow(const BrowserRedirect& redirect) {
  const Url url = parsed(redirect.url);
  auto client = client_of(url);
  httplib::Params form;
  for (const auto& [name, value] : redirect.form) form.emplace(name, value);
  const auto target = url.path + (url.query.empty() ? "" : "?" + url.query);
  const auto answer =
      redirect.method == "POST" ? client.Post(target.c_str(), form) : client.Get(target.c_str());
  if (!answer) return {};
  BrowserPage page{.status = answer->status, .body = answer->body};
  page.headers.assign(answer->headers.begin(), answer->headers.end());
  return page;
}

std::string parameter(const std::string& url, const std::string& name) {
  const auto query = parsed(url).query;
  for (const auto& part : split(query, "&")) {
    if (part.starts_with(name + "=")) return form_decode(part.substr(name.size() + 1)).value_or("");
  }
  return {};
}

std::string raw_request(int port, const std::string& bytes) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    (void)!::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    char chunk[4096];
    for (ssize_t count = 0; (count = ::recv(fd, chunk, sizeof chunk, 0)) > 0;) {
      answer.append(chunk, static_cast<std::size_t>(count));
    }
  }
  ::close(fd);
  return answer;
}

}  // namespace entra_auth::test
