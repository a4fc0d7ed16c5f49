// SPDX-License-Identifier: Apache-2.0
// Tables of text in a zip archive, as ODK Central exports a form: form.csv with the submissions, form-children.csv for each repeat,
// media/ with what was photographed. One table is unpacked; it is read as any other CSV, over there.
#include "importers/child/open_zip.hpp"
#include "importers/child/refusal.hpp"

#include <algorithm>

namespace importers::child {
namespace {

constexpr std::size_t step_bytes = std::size_t{256} << 10U;

bool is_table(const std::string& name) {
  const std::string small = small_letters(name);
  return small.ends_with(".csv") || small.ends_with(".tsv");
}

std::string_view stem(std::string_view name) { return name.substr(0, name.rfind('.')); }

using Tables = std::vector<const Archive::Entry*>;

/// The tables that lie highest, which is where an export has its own; deeper ones are attachments of answers.
Tables tables_in(const Archive& archive) {
  Tables found;
  std::ptrdiff_t depth = -1;
  for (const Archive::Entry& entry : archive.entries()) {
    if (is_noise(entry.name) || !is_table(entry.name)) { continue; }
    const std::ptrdiff_t below = std::count(entry.name.begin(), entry.name.end(), '/');
    if (depth < 0 || below < depth) {
      depth = below;
      found.clear();
    }
    if (below == depth) { found.push_back(&entry); }
  }
  return found;
}

/// Whether each row of a table belongs to one of another.
bool is_repeat(Archive& archive, const Archive::Entry& table) {
  const std::string content = archive.unpack(table);
  return content.substr(0, content.find_first_of("\r\n")).find("PARENT_KEY") != std::string::npos;
}

/// The table of submissions: all others are called after it, and their rows belong to its rows. names.size() when there is none.
std::size_t main_table(Archive& archive, const Tables& tables, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string begin = std::string(stem(names[i])) + '-';
    const auto called_after = [&](const std::string& other) { return other == names[i] || other.starts_with(begin); };
    if (!std::all_of(names.begin(), names.end(), called_after)) { continue; }
    const auto belongs = [&](const Archive::Entry* other) { return other == tables[i] || is_repeat(archive, *other); };
    if (std::all_of(tables.begin(), tables.end(), belongs)) { return i; }
  }
  return names.size();
}

/// By the name with or without its ending.
std::size_t table_wanted(Archive& archive, const Tables& tables, const std::vector<std::string>& names, const std::string& wanted) {
  if (wanted.empty()) {
    const std::size_t main = main_table(archive, tables, names);
    return main < names.size() ? main : choose(names, wanted);
  }
  const auto alike = [&](const std::string& name) { return stem(name) == wanted; };
  if (std::count_if(names.begin(), names.end(), alike) == 1) {
    return static_cast<std::size_t>(std::find_if(names.begin(), names.end(), alike) - names.begin());
  }
  return choose(names, wanted);
}

/// An archive that calls itself a table.
void check_content(const std::string& content, const std::string& name) {
  for (const std::string_view magic : {"PK\x03\x04", "PK\x05\x06", "\x1f\x8b", "7z\xbc\xaf", "Rar!", "BZh",
                                       "\xfd"
                                       "7zXZ"}) {
    if (content.starts_with(magic)) { refuse("archive-nested", name); }
  }
}

}  // namespace

void open_table_zip(const Request& request, Archive& archive, Source& source) {
  const Tables tables = tables_in(archive);
  std::vector<std::string> names;
  for (const Archive::Entry* table : tables) {
    names.emplace_back(file_name(table->name));
    if (std::count(names.begin(), names.end(), names.back()) > 1) { refuse("several-documents", names.back()); }
  }
  const std::size_t at = table_wanted(archive, tables, names, request.layer);
  source.contents.push_back(archive.unpack(*tables[at]));
  check_content(source.contents.back(), names[at]);
  source.layer_name = names[at];
  names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
  source.others = names;
  source.text = true;
  source.write = [&content = source.contents.back()](Output& output) {
    for (std::size_t begin = 0; begin < content.size(); begin += step_bytes) {
      output.rows().append(content, begin, step_bytes);
      output.row_done();
    }
    return Tail{};
  };
}

}  // namespace importers::child
