// SPDX-License-Identifier: Apache-2.0
#include "store/export/pending_file.hpp"

#include <fmt/format.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace store {
namespace {

using geo::Error;
using geo::Problem;
namespace fs = std::filesystem;

constexpr std::string_view random_part = "XXXXXX";
constexpr int most_attempts = 10;

fs::path folder_of(const fs::path& target) { return target.has_parent_path() ? target.parent_path() : fs::path("."); }
std::string prefix_of(const fs::path& target) { return "." + target.filename().string() + ".part-"; }

void check_target(const fs::path& target) {
  struct stat info {};
  if (::lstat(target.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    throw Error(Problem::usage, fmt::format("'{}' is there and is not a plain file; give another name", target.string()),
                fmt::format("'{}' existe e não é um ficheiro comum; indique outro nome", target.string()));
  }
  // SQLite would play a journal of the old file into the new one.
  for (const char* companion : {"-wal", "-journal"}) {
    std::error_code ignored;
    if (!fs::exists(target.string() + companion, ignored)) { continue; }
    throw Error(Problem::failed,
                fmt::format("'{}' is open in another program (QGIS?); close it there, or give another name", target.string()),
                fmt::format("'{}' está aberto noutro programa (QGIS?); feche-o, ou indique outro nome", target.string()));
  }
}

/// A descriptor that holds the folder's lock; -1 when somebody else has it, or it is gone.
int lock_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) { return -1; }
  struct stat held {};
  struct stat named {};
  const bool is_ours = ::flock(fd, LOCK_EX | LOCK_NB) == 0 && ::fstat(fd, &held) == 0 && held.st_uid == ::geteuid() &&
                       ::lstat(folder.c_str(), &named) == 0 && held.st_ino == named.st_ino;
  if (is_ours) { return fd; }
  ::close(fd);
  return -1;
}

void remove_leftovers(const fs::path& target) {
  const std::string prefix = prefix_of(target);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_of(target), ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix) || name.size() != prefix.size() + random_part.size()) { continue; }
    const int lock = lock_folder(entry.path());
    if (lock < 0) { continue; }
    fs::remove_all(entry.path(), ignored);
    ::close(lock);
  }
}

void sync(const fs::path& path, int flags, const fs::path& shown) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) { fail_writing(shown, errno); }
  const int error = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (error != 0) { fail_writing(shown, error); }
}

}  // namespace

void fail_writing(const fs::path& file, int error) { fail_writing(file, geo::Text{std::strerror(error), std::strerror(error)}); }

void fail_writing(const fs::path& file, const geo::Text& why) {
  throw Error(Problem::failed, fmt::format("cannot write '{}': {}", file.filename().string(), why.en),
              fmt::format("não é possível escrever '{}': {}", file.filename().string(), why.pt));
}

PendingFile::PendingFile(fs::path target) : m_target(std::move(target)) {
  check_target(m_target);
  remove_leftovers(m_target);
  for (int attempt = 0; m_lock < 0; ++attempt) {
    if (attempt == most_attempts) { fail_writing(m_target, {"the folder cannot be locked", "não é possível bloquear a pasta"}); }
    std::string folder = (folder_of(m_target) / (prefix_of(m_target) + std::string(random_part))).string();
    if (::mkdtemp(folder.data()) == nullptr) { fail_writing(m_target, errno); }
    // Between the two calls another export to this target may have taken the folder for a leftover: then a new one.
    m_lock = lock_folder(folder);
    m_folder = folder;
    std::error_code ignored;
    if (m_lock < 0) { fs::remove(folder, ignored); }
  }
  m_path = m_folder / m_target.filename();
}

PendingFile::~PendingFile() {
  std::error_code ignored;  // a destructor has nobody to tell; the next export to this target tries again
  fs::remove_all(m_folder, ignored);
  ::close(m_lock);
}

void PendingFile::publish() {
  check_target(m_target);
  if (::chmod(m_path.c_str(), S_IRUSR | S_IWUSR) != 0) { fail_writing(m_target, errno); }
  sync(m_path, O_RDWR, m_target);
  if (::rename(m_path.c_str(), m_target.c_str()) != 0) { fail_writing(m_target, errno); }
  sync(folder_of(m_target), O_RDONLY | O_DIRECTORY, m_target);
}

PrivateWriter::PrivateWriter(const fs::path& file, fs::path shown)
    : m_shown(std::move(shown)), m_fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
  if (m_fd < 0) { fail_writing(m_shown, errno); }
}

PrivateWriter::~PrivateWriter() {
  if (m_fd >= 0) { ::close(m_fd); }
}

void PrivateWriter::write(std::string_view bytes) {
  assert(m_fd >= 0);
  while (!bytes.empty()) {
    const ssize_t n = ::write(m_fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) { continue; }
    if (n < 0) { fail_writing(m_shown, errno); }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void PrivateWriter::write_over(std::size_t at, std::string_view bytes) {
  assert(m_fd >= 0);
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(m_fd, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) { continue; }
    if (n < 0) { fail_writing(m_shown, errno); }
    bytes.remove_prefix(static_cast<std::size_t>(n));
    at += static_cast<std::size_t>(n);
  }
}

void PrivateWriter::close() {
  if (::close(std::exchange(m_fd, -1)) != 0) { fail_writing(m_shown, errno); }
}

}  // namespace store
