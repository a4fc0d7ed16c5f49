// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/area_study.hpp"

#include "geo/analysis/columns.hpp"
#include "geo/analysis/words.hpp"
#include "geo/base/hash.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/validity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace geo {
namespace {

struct Read {
  CountedArea area;
  std::int64_t level = -1;
  bool is_valid = true;  ///< on the day
};

std::vector<Read> read(const View& view, DayNumber day) {
  enum : std::size_t { pcode, name, level, from, to };
  const Columns columns(view.schema(), {{"pcode", true}, {"name", true}, {"level", false}, {"valid_from", false}, {"valid_to", false}});
  std::vector<Read> all;
  view.scan({}, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      Read one;
      one.area.fid = batch.fid.integer(row);
      one.area.pcode = columns.text(batch, row, pcode);
      one.area.name = columns.text(batch, row, name);
      one.area.geometry = batch.geometry.geometry(row);
      one.level = columns.integer(batch, row, level).value_or(-1);
      one.is_valid = columns.integer(batch, row, from).value_or(day) <= day && columns.integer(batch, row, to).value_or(day) >= day;
      all.push_back(std::move(one));
    }
    return true;
  });
  std::sort(all.begin(), all.end(),
            [](const Read& a, const Read& b) { return std::tie(a.area.pcode, a.area.fid) < std::tie(b.area.pcode, b.area.fid); });
  return all;
}

std::int64_t level_of(const std::vector<Read>& all, const AreaOptions& options) {
  std::set<std::int64_t> levels;
  for (const Read& one : all) {
    if (one.is_valid) { levels.insert(one.level); }
  }
  if (!options.level && !levels.empty()) { return *levels.rbegin(); }
  if (options.level && levels.contains(*options.level)) { return *options.level; }
  if (!options.level) {
    throw Error(Problem::usage, "The store knows no administrative areas: import some first (bairro import admin_areas FILE).",
                "O repositório não conhece áreas administrativas: importe algumas primeiro (bairro import admin_areas FICHEIRO).");
  }
  std::string known;
  for (const std::int64_t level : levels) {
    if (level >= 0) { known += (known.empty() ? "" : ", ") + std::to_string(level); }
  }
  if (known.empty()) { known = "-"; }
  throw Error(Problem::usage,
              fmt::format("The store knows no administrative areas of level {} (there are: {}). Import them, or choose another level.",
                          *options.level, known),
              fmt::format("O repositório não conhece áreas administrativas de nível {} (há: {}). Importe-as, ou escolha outro nível.",
                          *options.level, known));
}

void take(AreaStudy& study, std::vector<Read> all, std::int64_t level, const std::optional<BBox>& box) {
  std::set<std::string> codes;
  for (Read& one : all) {
    if (one.level != level) { continue; }
    Repair repair = one.is_valid ? repair_polygon(one.area.geometry) : Repair{};
    const bool is_known = !one.area.pcode.empty() && codes.contains(one.area.pcode);
    if (!one.is_valid || repair.unusable || is_known) {
      ++study.left_out;
      continue;
    }
    one.area.geometry = std::move(repair.geometry);
    const BBox extent = one.area.geometry.box();
    if (box && !(box->contains({extent.west, extent.south}) && box->contains({extent.east, extent.north}))) {
      ++study.cut;
      continue;
    }
    one.area.side_m = 1000 * std::sqrt(ground_area_km2(one.area.geometry));
    codes.insert(one.area.pcode);
    study.areas.push_back(std::move(one.area));
  }
  if (!study.areas.empty()) { return; }
  throw Error(Problem::usage, "No administrative area of this level lies wholly in the box, or can be used.",
              "Nenhuma área administrativa deste nível fica inteira na caixa, ou se pode usar.");
}

void write_level(JsonWriter& json, const AreaStudy& study) {
  json.key("level");
  if (study.level) {
    json.value(*study.level);
  } else {
    json.null();
  }
}

}  // namespace

AreaFinder::AreaFinder(const std::vector<CountedArea>& areas) {
  m_areas.reserve(areas.size());
  for (const CountedArea& area : areas) { m_areas.emplace_back(area.geometry); }
}

std::optional<std::uint32_t> AreaFinder::at(LonLat place) {
  for (std::uint32_t i = 0; i < m_areas.size(); ++i) {
    if (m_areas[i].box().contains(place) && m_areas[i].covers(place)) { return i; }
  }
  return std::nullopt;
}

AreaStudy area_study(const View& incidents, const View& admin_areas, const Filter& filter, const AreaOptions& options,
                     const Progress& progress, const std::function<void(HotspotInput&)>& select) {
  std::vector<Read> all = read(admin_areas, options.day);
  const std::int64_t level = level_of(all, options);
  AreaStudy study;
  study.level = level < 0 ? std::nullopt : std::optional(level);
  take(study, std::move(all), level, filter.bbox);
  HotspotOptions which = options.incidents;
  which.area_level = level < 0 ? HotspotOptions::place_of_its_own : static_cast<int>(level);
  study.input = hotspot_input(incidents, filter, which, part_of(progress, 0, 60));
  if (select) { select(study.input); }
  AreaFinder finder(study.areas);
  std::vector<std::optional<std::uint32_t>> found;
  for (const Incident& incident : study.input.used) { found.push_back(finder.at(incident.at)); }
  stop_if_cancelled(progress);
  std::vector<std::optional<std::uint32_t>> kept;
  study.input.leave_out(LeftOut::outside_study, [&](std::size_t i) {
    if (found[i]) { kept.push_back(found[i]); }
    return !found[i];
  });
  study.input.leave_out(LeftOut::uncertain, [&](std::size_t i) {
    const Incident& incident = study.input.used[i];
    const bool is_uncertain = !incident.is_of_area && incident.uncertainty_m > study.areas[*kept[i]].side_m;
    if (!is_uncertain) { study.area_of.push_back(*kept[i]); }
    return is_uncertain;
  });
  return study;
}

void write_area_question(JsonWriter& json, const View& incidents, const Filter& filter, const AreaOptions& options,
                         const AreaStudy& study) {
  json.member("collection", incidents.schema().id);
  write_filter(json, filter);
  write_options(json, options.incidents);
  write_level(json, study);
  // Which areas are valid changes from one day to the next, without any row being changed.
  std::string numbers;
  for (const CountedArea& area : study.areas) { numbers += std::to_string(area.fid) + " "; }
  json.member("areas", hash128(numbers).hex());
}

void write_areas(JsonWriter& json, const AreaStudy& study) {
  write_level(json, study);
  json.member("areas", study.areas.size()).member("areas_left_out", study.left_out).member("areas_cut", study.cut);
}

void say_areas_left_out(std::vector<Text>& caveats, const AreaStudy& study) {
  if (study.left_out > 0) {
    caveats.push_back(
        {fmt::format("{} areas of the level are left out: not valid today, broken, or of a P-code that is there already.", study.left_out),
         fmt::format("{} áreas deste nível não contam: sem validade hoje, defeituosas, ou de um P-code que já existe.", study.left_out)});
  }
  if (study.cut > 0) {
    caveats.push_back({fmt::format("{} areas lie partly or wholly outside the box, and are left out.", study.cut),
                       fmt::format("{} áreas ficam em parte ou inteiramente fora da caixa, e não contam.", study.cut)});
  }
}

std::string area_label(const CountedArea& area) {
  if (!area.name.empty()) { return area.name; }
  return area.pcode.empty() ? "#" + std::to_string(area.fid) : area.pcode;
}

Text areas_text(const AreaStudy& study) {
  if (study.level == 1) { return {"provinces", "províncias"}; }
  if (study.level == 2) { return {"districts", "distritos"}; }
  if (study.level == 3) { return {"administrative posts", "postos administrativos"}; }
  if (!study.level) { return {"areas", "áreas"}; }
  return {fmt::format("areas of level {}", *study.level), fmt::format("áreas de nível {}", *study.level)};
}

void note_inputs(Analysis& analysis, const View& incidents, const View& admin_areas) {
  analysis.collection.result->inputs = {incidents.schema().id, admin_areas.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}, {admin_areas.schema().id, admin_areas.version()}};
}

}  // namespace geo
