// SPDX-License-Identifier: Apache-2.0
#include "app/room.hpp"

#include "geo/base/error.hpp"

#include <fmt/format.h>

#include <limits>
#include <system_error>

namespace app {
namespace {

constexpr std::uint64_t reserve_bytes = std::uint64_t{256} << 20U;
constexpr std::uint64_t copies = 3;
constexpr double bytes_per_mb = 1e6;

}  // namespace

std::uint64_t room_needed(std::uint64_t file_bytes) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  return file_bytes > (most - reserve_bytes) / copies ? most : file_bytes * copies + reserve_bytes;
}

void require_room(const std::filesystem::path& store, const std::filesystem::path& file) {
  std::error_code unknown;
  const std::filesystem::path folder = store.parent_path().empty() ? "." : store.parent_path();
  const std::filesystem::space_info space = std::filesystem::space(folder, unknown);
  if (unknown) { return; }
  const std::uintmax_t bytes = std::filesystem::file_size(file, unknown);
  if (unknown || space.available >= room_needed(bytes)) { return; }
  const auto mb = [](std::uint64_t n) { return static_cast<double>(n) / bytes_per_mb; };
  throw geo::Error(
      geo::Problem::failed,
      fmt::format("there is too little room beside the store: {:.0f} MB are free, {:.0f} MB are needed to import this file; nothing "
                  "was written",
                  mb(space.available), mb(room_needed(bytes))),
      fmt::format("há pouco espaço junto do repositório: {:.0f} MB livres, são precisos {:.0f} MB para importar este ficheiro; "
                  "nada foi escrito",
                  mb(space.available), mb(room_needed(bytes))));
}

}  // namespace app
