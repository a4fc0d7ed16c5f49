// SPDX-License-Identifier: Apache-2.0
#include "geo/base/text.hpp"
#include "importers/profile/builtin_texts.hpp"
#include "importers/profile/source_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace importers {
namespace {

bool fills(const SourceProfile& profile, std::string_view collection) {
  return std::find(profile.collections.begin(), profile.collections.end(), collection) != profile.collections.end();
}

/// The tag and its attributes, sorted: "#affected +f+Killed" -> {"#affected", "f", "killed"}.
std::vector<std::string> parts_of(std::string_view tag) {
  std::vector<std::string> parts{""};
  for (const char c : tag) {
    if (c == '+') {
      parts.emplace_back();
    } else if (c != ' ') {
      parts.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  std::sort(parts.begin() + 1, parts.end());
  return parts;
}

/// The columns of a file without a header have no names: their number has to do.
ProfilePointer detect_by_number(std::string_view collection, std::size_t columns) {
  for (const ProfilePointer& profile : builtin_profiles()) {
    if (profile->columns.size() == columns && fills(*profile, collection)) { return profile; }
  }
  return nullptr;
}

ProfilePointer detect(std::string_view collection, const std::vector<Column>& columns) {
  std::set<std::string> names;
  for (const Column& column : columns) { names.insert(geo::fold_name(column.name)); }
  ProfilePointer best;
  for (const ProfilePointer& profile : builtin_profiles()) {
    const auto& wanted = profile->detect;
    const bool has_all = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) { return names.contains(name); });
    if (wanted.empty() || !has_all || !fills(*profile, collection)) { continue; }
    if (!best || wanted.size() > best->detect.size()) { best = profile; }
  }
  return best;
}

std::string all_ids() {
  std::string ids;
  for (const ProfilePointer& profile : builtin_profiles()) { ids += (ids.empty() ? "" : ", ") + profile->id; }
  return ids;
}

ProfilePointer named(std::string_view id) {
  for (const ProfilePointer& profile : builtin_profiles()) {
    if (profile->id == id) { return profile; }
  }
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("there is no profile {}; take auto, none, a file that ends in .toml, or one of {}", geo::excerpt(id), all_ids()),
      fmt::format("não existe o perfil {}; use auto, none, um ficheiro .toml ou um de {}", geo::excerpt(id), all_ids()));
}

}  // namespace

const std::vector<ProfilePointer>& builtin_profiles() {
  static const std::vector<ProfilePointer> profiles = [] {
    std::vector<ProfilePointer> parsed;
    for (const ProfileText& text : builtin_profile_texts()) { parsed.push_back(parse_profile(text.toml, text.name)); }
    return parsed;
  }();
  return profiles;
}

const std::vector<ProfileField>& hxl_tags() {
  static const ProfilePointer hxl = named("hxl");
  return hxl->fields;
}

ProfilePointer choose_profile(std::string_view wanted, const ProfilePointer& own, std::string_view collection,
                              const std::vector<Column>& columns, bool has_header) {
  if (!own && (wanted.empty() || wanted == "auto")) {
    return has_header ? detect(collection, columns) : detect_by_number(collection, columns.size());
  }
  if (!own && wanted == "none") { return nullptr; }
  ProfilePointer chosen = own ? own : named(wanted);
  if (!fills(*chosen, collection)) {
    const std::string list = fmt::format("{}", fmt::join(chosen->collections, ", "));
    throw geo::Error(geo::Problem::usage, fmt::format("the profile {} is for {}, not for {}", chosen->id, list, collection),
                     fmt::format("o perfil {} é para {}, não para {}", chosen->id, list, collection));
  }
  return chosen;
}

bool tag_matches(std::string_view tag, std::string_view pattern) {
  const std::vector<std::string> has = parts_of(tag);
  const std::vector<std::string> wants = parts_of(pattern);
  return has.front() == wants.front() && std::includes(has.begin() + 1, has.end(), wants.begin() + 1, wants.end());
}

}  // namespace importers
