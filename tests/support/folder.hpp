// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace test_support {

/// A folder that goes with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  /// Writes a file and returns its path.
  std::filesystem::path write(const std::string& name, const std::string& bytes) const;
  /// The same path as text.
  std::string file(const std::string& name, const std::string& bytes) const { return write(name, bytes).string(); }
  /// Names of what lies in it, sorted.
  [[nodiscard]] std::vector<std::string> list() const;

 private:
  std::filesystem::path m_path;
};

}  // namespace test_support
