// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/weights.hpp"

#include "geo/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace geo {
namespace {

[[noreturn]] void refuse_no_neighbours(const Question& question) {
  constexpr std::string_view kinds = "queen|rook|distance|nearest|inverse|kernel";
  throw Error(
      Problem::usage,
      fmt::format("{} must know which places are neighbours: say --weights FILE.json or --neighbours {}.", question.method().id, kinds),
      fmt::format("{} tem de saber que lugares são vizinhos: indique --weights FICHEIRO.json ou --neighbours {}.", question.method().id,
                  kinds));
}

[[noreturn]] void refuse_no_areas(const Question& question) {
  const std::string& file = question.table().file;
  throw Error(Problem::usage, fmt::format("{} has no polygons that could touch: --neighbours queen and rook need them.", file),
              fmt::format("{} não tem polígonos que se possam tocar: --neighbours queen e rook precisam deles.", file));
}

SpatialWeights from_file(Question& question, const ListedPlaces& places) {
  const std::string name = question.text("weights");
  const SpatialWeights all = weights_of_json(question.weights_json(), name);
  if (all.size() != places.in_file) {
    throw Error(Problem::input,
                fmt::format("{} has neighbours of {} places, {} has {}.", name, all.size(), question.table().file, places.in_file),
                fmt::format("{} tem vizinhos de {} lugares, {} tem {}.", name, all.size(), question.table().file, places.in_file));
  }
  if (places.listed.size() < places.in_file) {
    question.warn({fmt::format("{} places are left out: they are nobody's neighbours.", places.in_file - places.listed.size()),
                   fmt::format("{} lugares ficam de fora: não são vizinhos de ninguém.", places.in_file - places.listed.size())});
  }
  return weights_among(all, places.listed);
}

SpatialWeights touching(Question& question, const ListedPlaces& places, Contiguity kind) {
  const double snap = question.number("snap", {0}, 0);
  if (std::all_of(question.areas().begin(), question.areas().end(), [](const AreaRings& rings) { return rings.empty(); })) {
    refuse_no_areas(question);
  }
  std::vector<AreaRings> areas;
  for (const std::uint32_t at : places.used) { areas.push_back(question.areas()[at]); }
  return {contiguous(areas, kind, snap), {}};
}

WeightKernel kernel_named(const std::string& name) {
  using enum WeightKernel;
  if (name == "uniform") { return uniform; }
  if (name == "triangular") { return triangular; }
  if (name == "epanechnikov") { return epanechnikov; }
  if (name == "quartic") { return quartic; }
  return name == "triweight" ? triweight : gaussian;
}

SpatialWeights by_rule(Question& question, const ListedPlaces& places) {
  const std::string kind = question.word("neighbours", {"queen", "rook", "distance", "nearest", "inverse", "kernel"});
  if (kind == "queen") { return touching(question, places, Contiguity::queen); }
  if (kind == "rook") { return touching(question, places, Contiguity::rook); }
  std::vector<Metric> at;
  for (const std::uint32_t i : places.used) { at.push_back(question.places()[i]); }
  if (kind == "nearest") {
    const std::size_t k = question.whole("k", 1, 1'000'000);
    return nearest(at, k, question.word("ties", {"first", "all"}, "first") == "all" ? Ties::all : Ties::by_position);
  }
  const double distance = question.number("distance", kind == "kernel" ? above_zero : Limits{0});
  if (kind == "distance") { return within_distance(at, distance); }
  if (kind == "inverse") {
    const double power = question.number("power", above_zero, 1);
    return inverse_distance(at, distance, power, question.number("least", above_zero));
  }
  return kernel_weights(
      at, distance,
      kernel_named(question.word("kernel", {"uniform", "triangular", "epanechnikov", "quartic", "triweight", "gaussian"}, "quartic")));
}

void tell(Question& question, const SpatialWeights& weights, PlainResult& result) {
  std::size_t islands = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) { islands += weights.neighbours.of(i).empty() ? 1 : 0; }
  result.summary.emplace_back("places", cell(weights.size()));
  result.summary.emplace_back("links", cell(weights.neighbours.total()));
  result.summary.emplace_back("islands", cell(islands));
  if (islands > 0) {
    question.warn({fmt::format("{} of {} places have no neighbour.", islands, weights.size()),
                   fmt::format("{} de {} lugares não têm nenhum vizinho.", islands, weights.size())});
  }
}

}  // namespace

std::vector<std::string_view> with_weights(std::vector<std::string_view> own) {
  for (const char* name : {"weights", "neighbours", "distance", "k", "ties", "power", "least", "kernel", "snap"}) {
    own.emplace_back(name);
  }
  return own;
}

Question::Where where_for_weights(const Question& question) {
  if (!question.has("weights") && !question.has("neighbours")) { refuse_no_neighbours(question); }
  const bool by_borders = question.is("neighbours", "queen") || question.is("neighbours", "rook");
  if (by_borders && question.table().shapes.empty()) { refuse_no_areas(question); }
  return question.has("weights") ? Question::Where::nowhere : Question::Where::known;
}

ListedPlaces rows_as_places(const Question& question) {
  ListedPlaces places{{}, question.rows(), question.table().size()};
  places.used.resize(question.size());
  std::iota(places.used.begin(), places.used.end(), 0U);
  return places;
}

SpatialWeights weights_for(Question& question, const ListedPlaces& places, PlainResult& result) {
  if (question.has("weights") && question.has("neighbours")) {
    throw Error(Problem::usage, "Neighbours come from --weights or from --neighbours, not from both.",
                "Os vizinhos vêm de --weights ou de --neighbours, não de ambos.");
  }
  SpatialWeights weights = question.has("weights") ? from_file(question, places) : by_rule(question, places);
  tell(question, weights, result);
  return weights;
}

SpatialWeights weights_for(Question& question, const ListedPlaces& places, std::string_view default_style, PlainResult& result) {
  SpatialWeights weights = weights_for(question, places, result);
  const bool standardised = question.word("style", {"B", "W"}, default_style) == "W";
  return standardised ? row_standardised(std::move(weights)) : weights;
}

}  // namespace geo
