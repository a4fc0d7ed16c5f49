// SPDX-License-Identifier: Apache-2.0
#include "api/http/upload.hpp"

#include "geo/base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace api {
namespace {

constexpr mode_t owner_only_folder = 0700;
constexpr mode_t owner_only_file = 0600;
constexpr std::uint64_t spare_bytes = std::uint64_t{256} << 20U;
constexpr const char* lock_name = "lock";

bool make_folder(const std::filesystem::path& folder) { return ::mkdir(folder.c_str(), owner_only_folder) == 0; }

/// The open lock of a process' folder, or -1 when another process holds it.
int lock_folder(const std::filesystem::path& folder) {
  const int fd = ::open((folder / lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only_file);
  if (fd < 0 || ::flock(fd, LOCK_EX | LOCK_NB) == 0) { return fd; }
  ::close(fd);
  return -1;
}

void remove_quietly(const std::filesystem::path& folder) {
  std::error_code ignored;  // what cannot be removed now is tried again by the next process
  std::filesystem::remove_all(folder, ignored);
}

void sweep(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const int fd = lock_folder(entry.path());
    if (fd < 0) { continue; }
    remove_quietly(entry.path());
    ::close(fd);
  }
}

[[noreturn]] void refuse(const std::filesystem::path& folder) {
  const std::string why = std::error_code(errno, std::generic_category()).message();
  throw geo::Error(geo::Problem::failed, fmt::format("cannot make the folder '{}' for uploads: {}", folder.string(), why),
                   fmt::format("não é possível criar a pasta '{}' para os envios: {}", folder.string(), why));
}

}  // namespace

Upload::Upload(UploadFolder& owner, std::filesystem::path folder) : m_owner(owner), m_folder(std::move(folder)) {
  m_fd = ::open(file().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only_file);
}

Upload::~Upload() {
  if (m_fd >= 0) { ::close(m_fd); }
  remove_quietly(m_folder);
  m_owner.ended();
}

bool Upload::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) { continue; }
    if (written <= 0) { return false; }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    m_size += static_cast<std::size_t>(written);
  }
  return true;
}

std::optional<std::uint64_t> free_bytes_of_disk(const std::filesystem::path& folder) {
  std::error_code unknown;
  const auto space = std::filesystem::space(folder, unknown);
  return unknown ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

UploadFolder::UploadFolder(const std::filesystem::path& folder, std::size_t most, std::uint64_t room_bytes, FreeBytes free_bytes)
    : m_most(most), m_room_bytes(room_bytes), m_free_bytes(std::move(free_bytes)) {
  if (!make_folder(folder) && errno != EEXIST) { refuse(folder); }
  sweep(folder);
  std::string name = (folder / "XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) { refuse(folder); }
  m_folder = name;
  m_lock = lock_folder(m_folder);
  if (m_lock < 0) { refuse(m_folder); }
}

UploadFolder::~UploadFolder() {
  remove_quietly(m_folder);
  ::close(m_lock);
}

std::shared_ptr<Upload> UploadFolder::begin() {
  std::size_t number = 0;
  {
    const std::lock_guard lock(m_mutex);
    const std::optional<std::uint64_t> left = m_free_bytes(m_folder);
    const bool has_room = !left || *left >= (m_open + 1) * m_room_bytes + (m_room_bytes > 0 ? spare_bytes : 0);
    if (m_open == m_most || !has_room) { return nullptr; }
    ++m_open;
    number = ++m_begun;
  }
  const std::filesystem::path folder = m_folder / std::to_string(number);
  const bool made = make_folder(folder);
  std::shared_ptr<Upload> upload(new Upload(*this, folder));
  return made && upload->m_fd >= 0 ? upload : nullptr;
}

void UploadFolder::ended() {
  const std::lock_guard lock(m_mutex);
  --m_open;
}

}  // namespace api
