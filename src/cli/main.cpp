// SPDX-License-Identifier: MIT
#include "cli/app.hpp"
#include "os/descriptor.hpp"
#include "os/process.hpp"
#include "os/system_clock.hpp"

#include <exception>

int main(int argc, char** argv) {
  using namespace entra_auth;
  os::harden_process();
  try {
    os::SystemClock clock;
    return cli::run(argc, argv, os::Environment::of_process(), clock);
  } catch (const std::exception&) {
    // A bug or no memory. what() may quote data, so it is not shown.
    (void)os::write_descriptor(
        2, "error: unexpected failure inside entra-auth-cli\nhint: please report this\n");
    return exit_code(ErrorKind::unexpected);
  }
}
