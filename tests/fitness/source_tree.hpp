// SPDX-License-Identifier: MIT
// The project's own sources as the fitness tests see them: files, units, folders, includes.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace entra_auth::test {

struct Include {
  std::string path;  // as written, without quotes or brackets
  bool quoted;
};

/// Which of its own kind each node includes; a node that includes none has an empty set.
using Arrows = std::map<std::string, std::set<std::string>>;

[[nodiscard]] std::filesystem::path source_root();

/// Every include of a file, however it is spelled.
[[nodiscard]] std::vector<Include> includes_of(const std::filesystem::path& file);

/// Files below `folder` with that ending, for example ("src", ".cpp").
[[nodiscard]] std::vector<std::filesystem::path> files_in(const std::string& folder,
                                                          const std::string& ending);

/// Every .cpp and .hpp below src/ and include/.
[[nodiscard]] std::vector<std::filesystem::path> all_sources();

/// "src/oauth/grants/sidecar.cpp": the file as a path below the root.
[[nodiscard]] std::string name_of(const std::filesystem::path& file);

/// "oauth" for src/oauth/grants/x.cpp, "base" for the public headers.
[[nodiscard]] std::string layer_of(const std::filesystem::path& file);

/// Units of src/ ("oauth/grants/sidecar": a .cpp, a .hpp or both) and the units they include.
[[nodiscard]] Arrows unit_arrows();

/// One circle of `arrows`, as "a -> b -> a"; empty if there is none.
[[nodiscard]] std::string find_circle(const Arrows& arrows);

}  // namespace entra_auth::test
