// SPDX-License-Identifier: Apache-2.0
#include "app/private_file.hpp"

#include "geo/base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace app {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  const std::string why = std::strerror(errno);
  throw geo::Error(geo::Problem::failed, fmt::format("cannot write '{}': {}", file.string(), why),
                   fmt::format("não é possível escrever '{}': {}", file.string(), why));
}

[[noreturn]] void refuse_existing(const std::filesystem::path& file) {
  throw geo::Error(geo::Problem::conflict, fmt::format("'{}' is there already; give another name, or remove it first", file.string()),
                   fmt::format("'{}' já existe; indique outro nome, ou remova-o primeiro", file.string()));
}

void sync(const std::filesystem::path& path, int flags, const std::filesystem::path& shown) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool ok = fd >= 0 && ::fsync(fd) == 0;
  if (!ok) {
    if (fd >= 0) { ::close(fd); }
    fail(shown);
  }
  if (::close(fd) != 0) { fail(shown); }
}

/// Goes with everything in it unless it was given its name.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& beside) : m_path(beside.string() + ".XXXXXX") {
    const int fd = ::mkostemp(m_path.data(), O_CLOEXEC);
    if (fd < 0) { fail(beside); }
    ::close(fd);
  }
  ~TemporaryFile() {
    if (!m_path.empty()) { ::unlink(m_path.c_str()); }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] const std::string& path() const { return m_path; }
  /// Never over another file, not even one that was made meanwhile.
  void take_name(const std::filesystem::path& file) {
    if (::link(m_path.c_str(), file.c_str()) != 0) {
      if (errno == EEXIST) { refuse_existing(file); }
      // A file system without links; the look before was the best there is.
      if (std::rename(m_path.c_str(), file.c_str()) != 0) { fail(file); }
      m_path.clear();
    }
  }

 private:
  std::string m_path;
};

}  // namespace

void write_private_file(const std::filesystem::path& file, const std::function<void(const std::filesystem::path&)>& write) {
  std::error_code unknown;
  if (std::filesystem::exists(file, unknown)) { refuse_existing(file); }
  TemporaryFile temporary(file);
  write(temporary.path());
  sync(temporary.path(), O_RDONLY, file);
  temporary.take_name(file);
  sync(file.parent_path().empty() ? "." : file.parent_path(), O_RDONLY | O_DIRECTORY, file);
}

}  // namespace app
