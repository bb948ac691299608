// SPDX-License-Identifier: MIT
#include "fitness/source_tree.hpp"

#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <sstream>

namespace entra_auth::test {
namespace {

namespace fs = std::filesystem;

std::string without_ending(std::string path) { return path.substr(0, path.rfind('.')); }

std::string_view trimmed_front(std::string_view text) {
  const auto start = text.find_first_not_of(" \t");
  return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

/// A depth-first search that knows the nodes on its way.
class CircleSearch {
 public:
  explicit CircleSearch(const Arrows& arrows) : arrows_(arrows) {}

  std::string run() {
    for (const auto& [node, targets] : arrows_) {
      if (auto circle = visit(node); !circle.empty()) return circle;
    }
    return "";
  }

 private:
  std::string visit(const std::string& node) {
    if (const auto at = std::ranges::find(way_, node); at != way_.end()) {
      std::string circle;
      for (auto each = at; each != way_.end(); ++each) circle += *each + " -> ";
      return circle + node;
    }
    if (!done_.insert(node).second) return "";
    way_.push_back(node);
    if (const auto found = arrows_.find(node); found != arrows_.end()) {
      for (const auto& target : found->second) {
        if (auto circle = visit(target); !circle.empty()) return circle;
      }
    }
    way_.pop_back();
    return "";
  }

  const Arrows& arrows_;
  std::vector<std::string> way_;
  std::set<std::string> done_;
};

}  // namespace

fs::path source_root() { return ENTRA_AUTH_SOURCE_DIR; }

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> includes;
  std::istringstream text(read_text(file));
  for (std::string line; std::getline(text, line);) {
    auto rest = trimmed_front(line);
    if (!rest.starts_with('#')) continue;
    rest = trimmed_front(rest.substr(1));
    constexpr std::string_view kWord = "include";
    if (!rest.starts_with(kWord)) continue;
    rest = trimmed_front(rest.substr(kWord.size()));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '<')) continue;
    const bool quoted = rest.front() == '"';
    rest.remove_prefix(1);
    includes.push_back({std::string(rest.substr(0, rest.find(quoted ? '"' : '>'))), quoted});
  }
  return includes;
}

std::vector<fs::path> files_in(const std::string& folder, const std::string& ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(source_root() / folder)) {
    if (entry.path().extension() == ending) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<fs::path> all_sources() {
  auto files = files_in("src", ".cpp");
  for (const char* folder : {"src", "include"}) {
    const auto more = files_in(folder, ".hpp");
    files.insert(files.end(), more.begin(), more.end());
  }
  return files;
}

std::string name_of(const fs::path& file) { return fs::relative(file, source_root()).string(); }

std::string layer_of(const fs::path& file) {
  const auto relative = fs::relative(file, source_root());
  return *relative.begin() == "include" ? "base" : (++relative.begin())->string();
}

Arrows unit_arrows() {
  const auto unit_of = [](const fs::path& file) {
    return without_ending(fs::relative(file, source_root() / "src").string());
  };
  std::vector<fs::path> files = files_in("src", ".cpp");
  const auto headers = files_in("src", ".hpp");
  files.insert(files.end(), headers.begin(), headers.end());

  Arrows arrows;
  for (const auto& file : files) arrows[unit_of(file)];
  for (const auto& file : files) {
    const auto unit = unit_of(file);
    for (const auto& include : includes_of(file)) {
      const auto target = without_ending(include.path);
      if (target != unit && arrows.contains(target)) arrows[unit].insert(target);
    }
  }
  return arrows;
}

std::string find_circle(const Arrows& arrows) { return CircleSearch(arrows).run(); }

}  // namespace entra_auth::test
