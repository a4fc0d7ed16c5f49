// SPDX-License-Identifier: Apache-2.0
#include "importers/gdal/gdal_reader.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/gdal/child_process.hpp"
#include "importers/gdal/frames.hpp"
#include "importers/gdal/installed_program.hpp"
#include "importers/gdal/protocol.hpp"
#include "importers/gdal/refusals.hpp"
#include "importers/read/encoding.hpp"
#include "importers/read/geojson_reader.hpp"
#include "importers/read/refuse.hpp"
#include "importers/read/regular_file.hpp"
#include "importers/read/window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t window_bytes = std::size_t{256} << 10U;

/// What the file did to the process that read it.
geo::Error death_error(const ChildDeath& death, std::string_view file, const GdalFormat& format) {
  const auto input = [&](const char* en, const char* pt) {
    return geo::Error(geo::Problem::input, fmt::format(fmt::runtime(en), file, format.name),
                      fmt::format(fmt::runtime(pt), file, format.name));
  };
  // What the shell and the loader answer when a program or its libraries are not there.
  constexpr int cannot_run = 126;
  constexpr int not_found = 127;
  if (death.how == ChildDeath::How::not_started ||
      (death.how == ChildDeath::How::exited && (death.code == cannot_run || death.code == not_found))) {
    const std::string reason = death.reason.empty() ? "libgdal32" : death.reason;
    return {geo::Problem::failed, fmt::format("The program bairro-read, which reads {} files, cannot be started: {}.", format.name, reason),
            fmt::format("Não é possível iniciar o programa bairro-read, que lê ficheiros {}: {}.", format.name, reason)};
  }
  switch (death.how) {
    case ChildDeath::How::deadline:
      return input("{} was given up: reading it as {} took too long.", "Desistiu-se de {}: a leitura como {} demorou demasiado.");
    case ChildDeath::How::cpu:
      return input("{} was given up: reading it as {} took more than 60 s of computing, the limit.",
                   "Desistiu-se de {}: a leitura como {} precisou de mais de 60 s de cálculo, o limite.");
    case ChildDeath::How::forbidden:
      return input(
          "{} made the reader of {} files try what no reader may (the network, another program); it was stopped. Do not trust this file.",
          "{} levou o leitor de ficheiros {} a tentar o que nenhum leitor pode (a rede, outro programa); foi parado. Não confie neste "
          "ficheiro.");
    default:
      return input("{} made the reader of {} files fail; it is damaged, or made to do harm.",
                   "{} fez falhar o leitor de ficheiros {}; está danificado, ou foi feito para causar dano.");
  }
}

class GdalReader final : public Reader {
 public:
  GdalReader(const std::filesystem::path& path, const GdalFormat& format, const ReadOptions& options)
      : m_format(format), m_file(geo::excerpt(path.filename().string())) {
    const RegularFile file(path);
    check(file, path, options);
    guarded([&] { start(file, options); });
    describe(options);
    if (!m_header.tags.empty()) { take_tags(); }
  }

  [[nodiscard]] const std::vector<Column>& columns() const override { return m_header.tags.empty() ? m_rows->columns() : m_tagged; }
  [[nodiscard]] const SourceInfo& info() const override { return m_info; }
  [[nodiscard]] double progress() const override {
    if (m_done || m_header.rows <= 0) { return m_done ? 1.0 : 0.0; }
    return std::min(1.0, static_cast<double>(m_index) / static_cast<double>(m_header.rows));
  }

  bool next(Record& record) override {
    bool more = false;
    guarded([&] { more = m_rows->next(record); });
    if (!more) {
      if (!m_done) { take_end(); }
      m_done = true;
      return false;
    }
    m_index = record.index;
    if (!m_header.text && m_header.unit != LayerUnit::row) { record.line = record.index; }
    if (!m_header.tags.empty()) { take_tags(); }
    return true;
  }

 private:
  void check(const RegularFile& file, const std::filesystem::path& path, const ReadOptions& options) const {
    if (file.size() > m_format.file_bytes) {
      refuse(fmt::format("{} is larger than {} bytes, the limit for {} files.", m_file, m_format.file_bytes, m_format.name),
             fmt::format("{} tem mais de {} bytes, o limite para ficheiros {}.", m_file, m_format.file_bytes, m_format.name));
    }
    if (m_format.id == "gpkg") { check_logs(path); }
    if (m_format.id == "geotiff" && !options.collection.empty() && options.collection != "population") {
      refuse(fmt::format("{} is a grid of figures; only population can be imported from a GeoTIFF.", m_file),
             fmt::format("{} é uma grelha de valores; de um GeoTIFF só se importa população (population).", m_file));
    }
    if (!options.encoding.empty() && m_format.id != "zip") {
      throw geo::Error(geo::Problem::usage,
                       fmt::format("--encoding means nothing for {}: {} files say it themselves.", m_file, m_format.name),
                       fmt::format("--encoding não tem sentido para {}: ficheiros {} dizem-no eles próprios.", m_file, m_format.name));
    }
  }

  /// What still lies in SQLite's log or journal would be missing, or half done, and nobody would notice.
  void check_logs(const std::filesystem::path& path) const {
    std::error_code none;
    const std::filesystem::path real = std::filesystem::canonical(path, none);
    for (const char* suffix : {"-wal", "-journal"}) {
      // One that is done with is empty, or begins with zeros.
      const std::filesystem::path log = real.string() + suffix;
      if (std::ifstream(log, std::ios::binary).get() <= 0) { continue; }
      const std::string name = geo::excerpt(log.filename().string());
      refuse(fmt::format("{} is open in another program, or was not closed well: part of it is still in {}. Close it there first.", m_file,
                         name),
             fmt::format("{} está aberto noutro programa, ou não foi bem fechado: uma parte ainda está em {}. Feche-o lá primeiro.", m_file,
                         name));
    }
  }

  void start(const RegularFile& file, const ReadOptions& options) {
    std::string encoding;
    if (const auto named = encoding_named(options.encoding)) { encoding = encoding_name(*named); }
    const std::filesystem::path program =
        std::filesystem::absolute(options.reading_program.empty() ? installed_reading_program() : options.reading_program);
    auto process = std::make_unique<ChildProcess>(program, std::vector<std::string>{std::string(m_format.id), options.layer, encoding},
                                                  file.descriptor(), options.patience);
    auto frames = std::make_unique<FrameSource>(std::move(process));
    m_frames = frames.get();
    m_header = frames->header();
    if (m_header.text) {
      m_rows = open_source(std::move(frames), m_header.layer, options);
    } else {
      m_rows = geojson_reader(Window(std::move(frames), window_bytes), m_file, {}, /*sequence=*/true, options.limits);
    }
  }

  /// What is known only when everything was read.
  void take_end() {
    const LayerEnd& end = m_frames->end();
    m_info.empty_lines = m_header.text ? m_rows->info().empty_lines : end.empty_rows;
    m_info.left_out = end.left_out;
    for (const auto& [code, detail] : end.notes) { note(note_text(code, detail)); }
  }

  /// The columns with their hashtags, which travel beside the rows.
  void take_tags() {
    const std::vector<Column>& names = m_rows->columns();
    for (std::size_t i = m_tagged.size(); i < names.size(); ++i) {
      m_tagged.push_back(names[i]);
      if (i < m_header.tags.size()) { m_tagged[i].tag = geo::clean(m_header.tags[i]); }
    }
  }

  void describe(const ReadOptions& options) {
    if (m_header.text) {
      m_info = m_rows->info();
      return describe_layers();
    }
    m_info.format = m_format.id == "zip" ? "Shapefile" : m_format.name;
    m_info.encoding = m_header.encoding;
    m_info.crs = m_header.crs;
    m_info.cell = m_header.cell;
    m_info.serials_from_1904 = m_header.serials_from_1904;
    m_info.unit = m_header.unit == LayerUnit::row       ? RecordUnit::row
                  : m_header.unit == LayerUnit::feature ? RecordUnit::feature
                                                        : RecordUnit::line;
    if (m_header.crs.empty() && !m_header.crs_name.empty() && !options.crs_is_given) {
      throw refusal_error({"crs", m_header.crs_name, {}}, m_file, m_format);
    }
    describe_layers();
    if (m_header.encoding_guessed && m_header.encoding == "windows-1252") {
      note({"The file does not say its encoding; it was read as windows-1252.",
            "O ficheiro não diz a sua codificação; foi lido como windows-1252."});
    }
    for (const auto& [code, detail] : m_header.notes) { note(note_text(code, detail)); }
  }

  void describe_layers() {
    if (m_header.others.empty()) { return; }
    std::string others;
    for (const std::string& name : m_header.others) { others += (others.empty() ? "" : ", ") + geo::excerpt(name); }
    note({fmt::format("the layer {} was read; the file also has {}", geo::excerpt(m_header.layer), others),
          fmt::format("foi lida a camada {}; o ficheiro tem ainda {}", geo::excerpt(m_header.layer), others)});
  }

  void note(const geo::Text& text) {
    if (text.en.empty()) { return; }
    m_info.notes.push_back(text.en);
    m_info.notes_pt.push_back(text.pt);
  }

  template <class Work>
  void guarded(Work work) const {
    try {
      work();
    } catch (const ChildRefusal& refusal) { throw refusal_error(refusal, m_file, m_format); } catch (const ChildDeath& death) {
      throw death_error(death, m_file, m_format);
    }
  }

  const GdalFormat& m_format;
  std::string m_file;
  LayerHeader m_header;
  SourceInfo m_info;
  std::unique_ptr<Reader> m_rows;
  std::vector<Column> m_tagged;           ///< columns of `m_rows` with their tags, when the file has any
  const FrameSource* m_frames = nullptr;  ///< belongs to m_rows
  std::int64_t m_index = 0;
  bool m_done = false;
};

}  // namespace

std::unique_ptr<Reader> gdal_reader(const std::filesystem::path& path, const GdalFormat& format, const ReadOptions& options) {
  return std::make_unique<GdalReader>(path, format, options);
}

std::filesystem::path installed_reading_program() { return installed_program("bairro-read"); }

}  // namespace importers
