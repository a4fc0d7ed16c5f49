// SPDX-License-Identifier: Apache-2.0
#include "importers/read/regular_file.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace importers {
namespace {

[[noreturn]] void fail_to_read(const std::filesystem::path& name, int error) {
  const std::string shown = geo::excerpt(name.string());
  const std::string reason = std::error_code(error, std::generic_category()).message();
  if (error == ENOENT || error == ENOTDIR) {
    throw geo::Error(geo::Problem::not_found, fmt::format("The file {} does not exist.", shown),
                     fmt::format("O ficheiro {} não existe.", shown));
  }
  throw geo::Error(geo::Problem::failed, fmt::format("The file {} cannot be read: {}.", shown, reason),
                   fmt::format("Não é possível ler o ficheiro {}: {}.", shown, reason));
}

}  // namespace

RegularFile::RegularFile(const std::filesystem::path& path)
    : m_name(path.filename()),
      // O_NONBLOCK: opening a pipe nobody writes to must not wait; it means nothing for regular files.
      m_fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
  if (m_fd < 0) { fail_to_read(m_name, errno); }
  struct stat status {};
  const int error = ::fstat(m_fd, &status) == 0 ? 0 : errno;
  if (error != 0 || !S_ISREG(status.st_mode)) {
    ::close(m_fd);
    if (error != 0) { fail_to_read(m_name, error); }
    const std::string shown = geo::excerpt(path.string());
    refuse(fmt::format("{} is not a regular file but a directory, pipe or device.", shown),
           fmt::format("{} não é um ficheiro normal, mas uma pasta, um canal ou um dispositivo.", shown));
  }
  m_size = static_cast<std::uint64_t>(status.st_size);
}

RegularFile::~RegularFile() { ::close(m_fd); }

std::size_t RegularFile::read(char* into, std::size_t size) {
  for (;;) {
    const ssize_t got = ::read(m_fd, into, size);
    if (got >= 0) { return static_cast<std::size_t>(got); }
    if (errno != EINTR) { fail_to_read(m_name, errno); }
  }
}

}  // namespace importers
