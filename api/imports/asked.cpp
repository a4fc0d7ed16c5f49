// SPDX-License-Identifier: Apache-2.0
#include "api/imports/asked.hpp"

#include "api/imports/multipart.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace api {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t longest_value = 4096;
constexpr std::size_t longest_file_name = 120;

/// Texts and switches, by the names that they have in a query and in a form.
constexpr std::array<std::pair<std::string_view, std::string ImportAsked::*>, 9> texts{{
    {"collection", &ImportAsked::collection},
    {"file-name", &ImportAsked::file_name},
    {"profile", &ImportAsked::profile},
    {"layer", &ImportAsked::layer},
    {"file-crs", &ImportAsked::crs},
    {"time-zone", &ImportAsked::time_zone},
    {"source", &ImportAsked::source},
    {"encoding", &ImportAsked::encoding},
    {"delimiter", &ImportAsked::delimiter},
}};
constexpr std::array<std::pair<std::string_view, bool ImportAsked::*>, 4> switches{{
    {"dry-run", &ImportAsked::dry_run},
    {"strict", &ImportAsked::strict},
    {"accept-partial", &ImportAsked::accept_partial},
    {"complete", &ImportAsked::complete},
}};
constexpr std::array<std::pair<std::string_view, Pairs ImportAsked::*>, 2> pair_lists{{
    {"map", &ImportAsked::map},
    {"set", &ImportAsked::set},
}};

[[noreturn]] void refuse(const std::string& en, const std::string& pt) { throw geo::Error(geo::Problem::usage, en, pt); }

bool read_switch(std::string_view name, const std::string& value) {
  if (value == "true") { return true; }
  if (value == "false") { return false; }
  const std::string shown = geo::excerpt(value);
  refuse(fmt::format("'{}' must be true or false, not {}.", name, shown),
         fmt::format("'{}' tem de ser true ou false, não {}.", name, shown));
}

Pairs read_pairs(std::string_view name, std::string_view list) {
  Pairs pairs;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    const std::string_view pair = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      refuse(fmt::format("'{0}' must have the form name=value, several joined by ';'.", name),
             fmt::format("'{0}' tem de ter a forma nome=valor; vários separam-se com ';'.", name));
    }
    pairs.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return pairs;
}

/// A form sends fields that were left empty: they say nothing.
void take(ImportAsked& asked, const std::string& name, const std::string& value) {
  if (value.empty()) { return; }
  for (const auto& [known, member] : texts) {
    if (known == name) { asked.*member = value; }
  }
  for (const auto& [known, member] : switches) {
    if (known == name) { asked.*member = read_switch(name, value); }
  }
  for (const auto& [known, member] : pair_lists) {
    if (known == name) { asked.*member = read_pairs(name, value); }
  }
}

/// The file in memory, as the system likes to hold it.
class Mapped {
 public:
  Mapped(const std::filesystem::path& file, std::size_t size) : m_size(size) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0 && size > 0) { m_data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0); }
    if (fd >= 0) { ::close(fd); }
    if (size > 0 && m_data == MAP_FAILED) {
      throw geo::Error(geo::Problem::failed, "an upload cannot be read back", "não é possível reler um envio");
    }
  }
  ~Mapped() {
    if (m_size > 0) { ::munmap(m_data, m_size); }
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  [[nodiscard]] std::string_view bytes() const {
    return m_size == 0 ? std::string_view() : std::string_view(static_cast<const char*>(m_data), m_size);
  }

 private:
  void* m_data = MAP_FAILED;
  std::size_t m_size;
};

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  constexpr mode_t owner_only = 0600;
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only);
  while (fd >= 0 && !bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written <= 0) { break; }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fd >= 0) { ::close(fd); }
  if (fd < 0 || !bytes.empty()) {
    throw geo::Error(geo::Problem::busy, "there is no room for the file; nothing was imported",
                     "não há espaço para o ficheiro; nada foi importado");
  }
}

std::string checked_name(const std::string& given) {
  if (auto name = plain_file_name(given)) { return *std::move(name); }
  refuse("The file needs a name that says what it is, in 'file-name': file-name=incidentes.xlsx.",
         "O ficheiro precisa de um nome que diga o que é, em 'file-name': file-name=incidentes.xlsx.");
}

SentFile read_form(const Upload& upload, std::string_view boundary, ImportAsked asked) {
  const Mapped body(upload.file(), upload.size());
  const std::vector<std::string_view> known = import_parameters();
  std::optional<std::string_view> content;
  for (const FormPart& part : parse_form(body.bytes(), boundary)) {
    if (part.name == "file" && part.file_name) {
      if (content) { refuse("Send one file at a time.", "Envie um ficheiro de cada vez."); }
      content = part.content;
      if (asked.file_name.empty()) { asked.file_name = *part.file_name; }
      continue;
    }
    if (std::find(known.begin(), known.end(), part.name) == known.end() || part.content.size() > longest_value) {
      const std::string shown = geo::excerpt(part.name);
      refuse(fmt::format("The form has a field {} that is unknown here, or too long.", shown),
             fmt::format("O formulário tem um campo {} que aqui não se conhece, ou longo demais.", shown));
    }
    take(asked, part.name, std::string(part.content));
  }
  if (!content) { refuse("The form has no file in its field 'file'.", "O formulário não tem ficheiro no campo 'file'."); }
  asked.file_name = checked_name(asked.file_name);
  SentFile sent{std::move(asked), {}};
  sent.file = upload.folder() / "file" / sent.asked.file_name;
  std::filesystem::create_directory(sent.file.parent_path());
  write_file(sent.file, *content);
  return sent;
}

}  // namespace

std::vector<std::string_view> import_parameters() {
  std::vector<std::string_view> names;
  for (const auto& entry : texts) { names.push_back(entry.first); }
  for (const auto& entry : switches) { names.push_back(entry.first); }
  for (const auto& entry : pair_lists) { names.push_back(entry.first); }
  return names;
}

std::string asked_text(const ImportAsked& asked) {
  std::string all;
  const auto add = [&](std::string_view part) { all += std::to_string(part.size()) + ':' + std::string(part); };
  for (const auto& entry : texts) { add(asked.*entry.second); }
  for (const auto& entry : switches) { add(asked.*entry.second ? "1" : "0"); }
  for (const auto& entry : pair_lists) {
    for (const auto& [name, value] : asked.*entry.second) {
      add(name);
      add(value);
    }
    add("");
  }
  return all;
}

geo::Text not_an_importer() {
  return {
      "Files are imported by who sees everything (the role protection), since an import changes rows by their keys, seen or not. Others "
      "write feature by feature.",
      "Só importa ficheiros quem vê tudo (o papel protecção), porque uma importação altera linhas pela chave, visíveis ou não. Os outros "
      "escrevem elemento a elemento."};
}

std::optional<std::string> plain_file_name(std::string_view given) {
  given.remove_prefix(std::min(given.find_last_of("/\\") + 1, given.size()));
  std::string name;
  for (const char c : given) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) { name += c; }
  }
  const bool has_end = name.find_last_of('.') != std::string::npos && !name.ends_with('.');
  if (!has_end || name.front() == '.' || name.size() > longest_file_name) { return std::nullopt; }
  return name;
}

SentFile read_upload(const Call& call, const Upload& upload) {
  ImportAsked asked;
  for (const auto& [name, value] : call.request.query) { take(asked, name, value); }
  asked.language = tag(call.language);
  const std::string* type = call.request.header("Content-Type");
  const auto boundary = type == nullptr ? std::nullopt : form_boundary(*type);
  if (boundary) { return read_form(upload, *boundary, std::move(asked)); }
  asked.file_name = checked_name(asked.file_name);
  SentFile sent{std::move(asked), {}};
  sent.file = upload.folder() / "file" / sent.asked.file_name;
  std::filesystem::create_directory(sent.file.parent_path());
  std::filesystem::rename(upload.file(), sent.file);
  return sent;
}

}  // namespace api
