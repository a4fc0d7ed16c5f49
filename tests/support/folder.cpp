// SPDX-License-Identifier: Apache-2.0
#include "tests/support/folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace test_support {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "bairro-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) { throw std::runtime_error("no temporary folder"); }
  m_path = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

std::filesystem::path Folder::write(const std::string& name, const std::string& bytes) const {
  std::ofstream(m_path / name, std::ios::binary) << bytes;
  return m_path / name;
}

std::vector<std::string> Folder::list() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(m_path)) { names.push_back(entry.path().filename().string()); }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace test_support
