// SPDX-License-Identifier: Apache-2.0
#include "importers/child/input.hpp"

#include "importers/child/refusal.hpp"

#include <cpl_vsi.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace importers::child {
namespace {

constexpr const char* folder = "/vsiinput/";
constexpr std::string_view file_name = "file.gpkg";  // what stands behind the folder in input_path

/// One opening of the file by GDAL.
struct Handle {
  const Input* input;
  std::uint64_t at = 0;
  bool at_end = false;
};

Handle& handle(void* file) { return *static_cast<Handle*>(file); }

int stat_file(void* user, const char* name, VSIStatBufL* status, int) {
  if (name != file_name) { return -1; }
  *status = {};
  status->st_mode = S_IFREG | 0400;
  status->st_size = static_cast<off_t>(static_cast<const Input*>(user)->size());
  return 0;
}

void* open_file(void* user, const char* name, const char* access) {
  const bool reading = std::string_view(access).find_first_of("wa+") == std::string_view::npos;
  if (name != file_name || !reading) { return nullptr; }
  return std::make_unique<Handle>(Handle{static_cast<const Input*>(user)}).release();
}

vsi_l_offset tell(void* file) { return handle(file).at; }

int seek(void* file, vsi_l_offset offset, int whence) {
  Handle& h = handle(file);
  const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? h.at : h.input->size();
  h.at = base + offset;
  h.at_end = false;
  return 0;
}

size_t read_file(void* file, void* into, size_t size, size_t count) {
  Handle& h = handle(file);
  if (size == 0 || count == 0) { return 0; }
  try {
    const std::size_t got = h.input->read_at(h.at, static_cast<char*>(into), size * count);
    h.at += got;
    h.at_end = got < size * count;
    return got / size;
  } catch (const Refusal&) {  // must not pass through GDAL, which finds the file too short then
    h.at_end = true;
    return 0;
  }
}

int is_at_end(void* file) { return handle(file).at_end ? 1 : 0; }

int close_file(void* file) {
  const std::unique_ptr<Handle> gone(&handle(file));
  return 0;
}

}  // namespace

Input::Input(int descriptor) : m_descriptor(descriptor) {
  struct stat status {};
  if (::fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode)) { refuse("unreadable", "not a regular file"); }
  m_size = static_cast<std::uint64_t>(status.st_size);
}

std::size_t Input::read_at(std::uint64_t offset, char* into, std::size_t size) const {
  std::size_t filled = 0;
  while (filled < size && offset + filled < m_size) {
    const ssize_t n = ::pread(m_descriptor, into + filled, size - filled, static_cast<off_t>(offset + filled));
    if (n == 0) { break; }
    if (n > 0) {
      filled += static_cast<std::size_t>(n);
    } else if (errno != EINTR) {
      refuse("unreadable", std::error_code(errno, std::generic_category()).message());
    }
  }
  m_furthest = std::max(m_furthest, offset + filled);
  return filled;
}

std::string Input::bytes(std::uint64_t offset, std::uint64_t size) const {
  if (offset > m_size || size > m_size - offset) { refuse("truncated"); }
  std::string all(size, '\0');
  if (read_at(offset, all.data(), all.size()) != all.size()) { refuse("truncated"); }
  return all;
}

void show_to_gdal(const Input& input) {
  VSIFilesystemPluginCallbacksStruct* const calls = VSIAllocFilesystemPluginCallbacksStruct();
  calls->pUserData = const_cast<Input*>(&input);  // NOLINT(cppcoreguidelines-pro-type-const-cast): only read through above
  calls->stat = stat_file;
  calls->open = open_file;
  calls->tell = tell;
  calls->seek = seek;
  calls->read = read_file;
  calls->eof = is_at_end;
  calls->close = close_file;
  VSIInstallPluginHandler(folder, calls);
  VSIFreeFilesystemPluginCallbacksStruct(calls);
}

}  // namespace importers::child
