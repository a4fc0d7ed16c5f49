// SPDX-License-Identifier: Apache-2.0
#include "api/exports.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hash.hpp"
#include "tiles/pmtiles_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace api {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 200;
constexpr std::string_view extension = ".pmtiles";
constexpr std::size_t most_files = 1000;

/// Nothing that could lead elsewhere or be hidden.
bool is_simple_name(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return name.size() <= longest_name && name.size() > extension.size() && name.ends_with(extension) && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), is_plain);
}

std::int64_t nanoseconds(const timespec& t) { return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec; }

std::string read_part(const OpenFile& file, std::uint64_t offset, std::size_t bytes) {
  std::string out(bytes, '\0');
  for (std::size_t got = 0; got < bytes;) {
    const ssize_t n = ::pread(file.fd(), out.data() + got, bytes - got, static_cast<off_t>(offset + got));
    if (n < 0 && errno == EINTR) { continue; }
    if (n < 0) { throw std::system_error(errno, std::generic_category(), "reading a file of tiles"); }
    if (n == 0) { tiles::refuse_pmtiles("it is cut off", "está cortado"); }
    got += static_cast<std::size_t>(n);
  }
  return out;
}

std::string text_at(const simdjson::dom::element& json, std::string_view name) {
  std::string_view text;
  return json[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

/// What the file says of itself; nothing when it is none of ours.
std::optional<TileExport> described(const OpenFile& file) {
  const tiles::PmtilesReader reader(file.size(), [&](std::uint64_t at, std::size_t bytes) { return read_part(file, at, bytes); });
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  simdjson::dom::array layers;
  const simdjson::padded_string metadata(reader.metadata());
  if (parser.parse(metadata).get(json) != simdjson::SUCCESS || json["vector_layers"].get(layers) != simdjson::SUCCESS) { return {}; }
  TileExport found;
  const std::string role = text_at(json, "bairro:role");
  if (role.empty()) { return {}; }
  found.role = geo::role_named(role);
  for (const simdjson::dom::element layer : layers) { found.layers.push_back(text_at(layer, "id")); }
  if (found.layers.empty()) { return {}; }
  found.title = text_at(json, "name");
  found.export_id = text_at(json, "bairro:export");
  const std::string rows = text_at(json, "bairro:rows");
  for (const char c : rows) {
    if (c < '0' || c > '9' || found.rows > UINT64_MAX / 100) { return {}; }
    found.rows = found.rows * 10 + static_cast<std::uint64_t>(c - '0');
  }
  found.min_zoom = reader.header().min_zoom;
  found.max_zoom = reader.header().max_zoom;
  return found;
}

bool covers(const geo::Grant& has, const geo::Grant& needed) {
  if (!needed.exact || (needed.rows <= 0 && needed.fields <= 0)) { return true; }
  return has.exact && has.rows >= needed.rows && has.fields >= needed.fields;
}

}  // namespace

bool sees_as_much(const geo::Role& role, const geo::Role& other, const std::vector<std::string>& collections) {
  bool all_public = other.areas.empty();
  for (const std::string& id : collections) {
    const geo::Grant needed = geo::grant_of(other, id);
    if (!covers(geo::grant_of(role, id), needed)) { return false; }
    // Results are mostly of incidents, whatever they are called.
    if (id.starts_with("r-") && !covers(geo::grant_of(role, "incidents"), geo::grant_of(other, "incidents"))) { return false; }
    all_public = all_public && (!needed.exact || (needed.rows <= 0 && needed.fields <= 0));
  }
  if (all_public || role.areas.empty()) { return true; }
  return !other.areas.empty() && std::includes(role.areas.begin(), role.areas.end(), other.areas.begin(), other.areas.end());
}

Exports::FilePtr Exports::look(const std::string& name) const {
  if (m_folder.empty() || !is_simple_name(name)) { return nullptr; }
  // Without waiting, should it be a pipe; and not through a link, which could lead anywhere.
  const int fd = ::open((m_folder / name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) { return nullptr; }
  struct stat info {};
  const bool is_file = ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
  const auto file = std::make_shared<const OpenFile>(fd, is_file ? static_cast<std::uint64_t>(info.st_size) : 0);
  if (!is_file) { return nullptr; }
  const State state{info.st_dev, info.st_ino, file->size(), nanoseconds(info.st_mtim), nanoseconds(info.st_ctim)};
  const std::lock_guard lock(m_mutex);
  Known& known = m_known[name];
  if (known.state != state) { known = {state, description(file, name, state)}; }
  if (!known.description) { return nullptr; }
  TileExport found = *known.description;  // a descriptor lives as long as the answer
  found.file = file;
  return std::make_shared<const TileExport>(std::move(found));
}

std::optional<TileExport> Exports::description(const std::shared_ptr<const OpenFile>& file, const std::string& name, const State& state) {
  try {
    auto found = described(*file);
    if (found) {
      found->name = name;
      found->etag = '"' +
                    geo::hash128(fmt::format("{} {} {} {} {} {}", found->export_id, state.device, state.inode, state.bytes,
                                             state.modified_ns, state.changed_ns))
                        .hex() +
                    '"';
    }
    return found;
  } catch (const geo::Error&) { return std::nullopt; }  // another kind of file, or one that is still being copied: it is not there
}

Exports::FilePtr Exports::get(const std::string& name, const geo::Role& role) const {
  FilePtr found = look(name);
  return found && sees_as_much(role, found->role, found->layers) ? found : nullptr;
}

std::vector<Exports::FilePtr> Exports::list(const geo::Role& role) const {
  std::vector<std::string> names;
  std::error_code unknown;
  if (!m_folder.empty()) {
    for (const auto& entry : fs::directory_iterator(m_folder, unknown)) {
      if (is_simple_name(entry.path().filename().string()) && names.size() < most_files) {
        names.push_back(entry.path().filename().string());
      }
    }
  }
  std::sort(names.begin(), names.end());
  std::vector<FilePtr> files;
  for (const std::string& name : names) {
    if (FilePtr found = get(name, role)) { files.push_back(std::move(found)); }
  }
  return files;
}

}  // namespace api
