// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include "base/text.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace entra_auth::log {
namespace {

std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance;
  return instance;
}

}  // namespace

void set_verbosity(int verbosity) {
  if (verbosity <= 0) {
    logger().reset();
    return;
  }
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_st>();
  logger() = std::make_shared<spdlog::logger>("entra-auth-cli", std::move(sink));
  logger()->set_pattern("[%H:%M:%S.%e] %v", spdlog::pattern_time_type::utc);
  logger()->set_level(verbosity == 1 ? spdlog::level::info : spdlog::level::debug);
}

bool reasons_enabled() { return logger() != nullptr; }

bool wire_enabled() { return logger() != nullptr && logger()->should_log(spdlog::level::debug); }

void reason(std::string_view line) {
  if (reasons_enabled()) logger()->info("{}", for_terminal(line));
}

void wire(std::string_view line) {
  if (wire_enabled()) logger()->debug("{}", for_terminal(line));
}

}  // namespace entra_auth::log
