// SPDX-License-Identifier: Apache-2.0
#include "api/raster/geotiff.hpp"

#include "geo/base/error.hpp"
#include "importers/gdal/child_process.hpp"
#include "importers/gdal/installed_program.hpp"
#include "store/geotiff/protocol.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace api {
namespace {

using geo::Error;
using geo::Problem;

[[noreturn]] void fail(const std::string& why) {
  throw Error(Problem::failed, fmt::format("The program bairro-geotiff, which writes rasters, failed: {}.", why),
              fmt::format("O programa bairro-geotiff, que escreve rasters, falhou: {}.", why));
}
[[noreturn]] void fail(int error) { fail(std::error_code(error, std::generic_category()).message()); }

/// In memory, under no name.
class Input {
 public:
  explicit Input(const std::string& bytes) : m_fd(::memfd_create("bairro-geotiff", MFD_CLOEXEC)) {
    if (m_fd < 0) { fail(errno); }
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t done = ::write(m_fd, bytes.data() + at, bytes.size() - at);
      if (done < 0 && errno != EINTR) {
        const int error = errno;
        ::close(m_fd);
        fail(error);
      }
      at += done > 0 ? static_cast<std::size_t>(done) : 0;
    }
    ::lseek(m_fd, 0, SEEK_SET);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() { ::close(m_fd); }
  [[nodiscard]] int get() const { return m_fd; }

 private:
  int m_fd;
};

void append(std::string& metadata, std::string_view name, std::string_view value) {
  metadata.append(name).push_back('\0');
  metadata.append(value).push_back('\0');
}

RasterWords words_of(const geo::Collection& schema, const geo::DensitySurface& surface, const store::Facts& facts) {
  const geo::Field& field = *schema.field("density_per_km2");
  RasterWords words{field.title.en + " / " + field.title.pt, field.unit, {}};
  words.facts = {
      {"TIFFTAG_DOCUMENTNAME", schema.id},
      {"TIFFTAG_IMAGEDESCRIPTION", schema.description.en + "\n" + schema.description.pt},
      {"TIFFTAG_SOFTWARE", "Bairro"},
      {"zero_means",
       fmt::format("looked at: less than {} per km2, or nothing reported; not the same as safe / procurado: menos de {} por km2, ou nada "
                   "comunicado; não quer dizer seguro",
                   surface.least, surface.least)},
      {"no_data_means", "nobody looked there; not the same as safe / ninguém procurou ali; não quer dizer seguro"},
      {"left_out_below_per_km2", fmt::format("{}", surface.least)},
      {"highest_per_km2", fmt::format("{}", surface.most)}};
  words.facts.insert(words.facts.end(), facts.begin(), facts.end());
  return words;
}

std::string metadata_of(const RasterWords& words) {
  std::string metadata;
  append(metadata, store::geotiff::band_name, words.band);
  append(metadata, store::geotiff::unit_name, words.unit);
  for (const auto& [name, value] : words.facts) { append(metadata, name, value); }
  return metadata;
}

/// By row from the north, as rasters are.
void append_cells(std::string& out, const geo::PlaneGrid& grid, std::span<const double> values) {
  std::vector<float> row(grid.columns);
  for (std::uint32_t r = grid.rows; r-- > 0;) {
    for (std::uint32_t c = 0; c < grid.columns; ++c) {
      const double value = values[std::size_t{r} * grid.columns + c];
      row[c] = std::isnan(value) ? geotiff_no_data : static_cast<float>(value);
    }
    out.append(reinterpret_cast<const char*>(row.data()), row.size() * sizeof(float));
  }
}

std::string death_text(const importers::ChildDeath& death) {
  using How = importers::ChildDeath::How;
  switch (death.how) {
    case How::not_started: return death.reason;
    case How::exited: return fmt::format("exit code {}", death.code);
    case How::deadline: return "60 s";
    case How::stopped: return "stopped";
    case How::crashed:
    case How::forbidden:
    case How::cpu: break;
  }
  return fmt::format("signal {}", death.code);
}

}  // namespace

std::string geotiff(const geo::View& result, const geo::DensitySurface& surface, const store::Facts& facts,
                    const std::filesystem::path& program, const geo::Progress& asked) {
  return geotiff(surface.centre, surface.grid, surface.per_km2, words_of(result.schema(), surface, facts), program, asked);
}

std::string geotiff(geo::LonLat centre, const geo::PlaneGrid& grid, std::span<const double> values, const RasterWords& words,
                    const std::filesystem::path& program, const geo::Progress& asked) {
  if (grid.size() == 0) {
    throw Error(Problem::input, "There is nothing in this result: no cell to make a raster of.",
                "Este resultado não tem nada: nenhuma célula de que fazer um raster.");
  }
  const std::string metadata = metadata_of(words);
  store::geotiff::Header header;
  header.centre_lon = centre.lon;
  header.centre_lat = centre.lat;
  header.west_m = grid.south_west.x;
  header.north_m = grid.south_west.y + grid.rows * grid.cell_m;
  header.cell_m = grid.cell_m;
  header.no_data = geotiff_no_data;
  header.columns = grid.columns;
  header.rows = grid.rows;
  header.metadata_bytes = static_cast<std::uint32_t>(metadata.size());
  std::string input(reinterpret_cast<const char*>(&header), sizeof header);
  input += metadata;
  append_cells(input, grid, values);
  constexpr std::chrono::milliseconds patience{60'000};
  std::string file;
  try {
    const Input numbers(input);
    importers::ChildProcess writer(program.empty() ? importers::installed_program("bairro-geotiff") : program, {}, numbers.get(), patience,
                                   asked);
    std::string bytes(std::size_t{1} << 16U, '\0');
    while (const std::size_t got = writer.read(bytes.data(), bytes.size())) { file.append(bytes, 0, got); }
  } catch (const importers::ChildDeath& death) { fail(death_text(death)); }
  return file;
}

}  // namespace api
