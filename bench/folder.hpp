// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace bench {

/// A folder on a disk, since a commit is worth what fsync costs; it goes with the object.
class Folder {
 public:
  Folder() {
    m_path = (std::filesystem::temp_directory_path() / "bairro-bench-XXXXXX").string();
    if (::mkdtemp(m_path.data()) == nullptr) { std::abort(); }
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return m_path + "/" + name; }

 private:
  std::string m_path;
};

}  // namespace bench
