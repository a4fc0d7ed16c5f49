// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/spatial_weights.hpp"
#include "geo/plain/question.hpp"
#include "geo/plain/result.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// The options that say who is a neighbour.
std::vector<std::string_view> with_weights(std::vector<std::string_view> own);

/// Whether places must be known for them: not where a file of weights says all.
Question::Where where_for_weights(const Question& question);

/// Where the lists of a file of weights stand for one of the question's places.
struct ListedPlaces {
  std::vector<std::uint32_t> used;    ///< positions among the question's rows: the places, in order
  std::vector<std::uint32_t> listed;  ///< of each of them, its position in the lists of a file of weights
  std::size_t in_file = 0;            ///< places that such a file must have
};
/// Each row a place, listed by the row of the file.
ListedPlaces rows_as_places(const Question& question);

/// What --weights or --neighbours with its options says, styled by --style. Tells in `result` how many neighbours there are, and warns of
/// islands. \pre the question uses where_for_weights()
SpatialWeights weights_for(Question& question, const ListedPlaces& places, std::string_view default_style, PlainResult& result);
/// The same without --style: weights as they are.
SpatialWeights weights_for(Question& question, const ListedPlaces& places, PlainResult& result);

/// A file of weights: {"n": 3, "zero_based": true, "neighbours": [[1], [0, 2], [1]], "weights": [[1], [0.5, 2], [1]]}; without "weights"
/// all are 1. Throws Error{input} for anything else, as weights_of_lists() too.
SpatialWeights weights_of_json(std::string_view json, std::string_view file);

}  // namespace geo
