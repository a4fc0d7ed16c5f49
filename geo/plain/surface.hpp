// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kernel.hpp"
#include "geo/hotspots/plane_grid.hpp"
#include "geo/hotspots/plane_window.hpp"
#include "geo/plain/question.hpp"

#include <optional>
#include <span>
#include <string_view>

// What methods share whose result is a surface: kernel, bandwidth, window, cells.

namespace geo {

/// More cells than that make no file that anybody opens.
inline constexpr std::size_t max_plain_cells = 16'000'000;

/// --kernel, quartic by default.
Kernel kernel_of(Question& question);

/// --window: polygons of a file, or a rectangle. None where it is not given. \pre rows are in use
std::optional<PlaneWindow> window_of(Question& question);
/// The box of the window; without one that of the points, which is noted among the parameters.
PlaneRectangle rectangle_of(Question& question, const std::optional<PlaneWindow>& window, std::span<const Metric> points);
PlaneRectangle box_of(const PlaneWindow& window);

/// --bandwidth, or what --selector makes of the points for that kernel. Throws Error{usage} where neither or both are given, Error{input}
/// where the selector finds none, with its reason.
double bandwidth_of(Question& question, Kernel kernel, const std::optional<PlaneWindow>& window, std::span<const Metric> points);

/// --cell or --grid, and --extent: cells without values. By default cells are a fifth of the bandwidth (of the Gaussian a half), around
/// the window, or as far around the points as the kernel reaches. Throws Error{usage} for both, Error{too_large} beyond max_plain_cells.
PlainSurface cells_of(Question& question, Kernel kernel, double bandwidth, const std::optional<PlaneWindow>& window,
                      std::span<const Metric> points);

/// The same cells for the library. \pre they are square
PlaneGrid plane_grid(const PlainSurface& grid);
bool is_square(const PlainSurface& grid);

/// Says so where the bandwidth is below half a cell.
void warn_of_narrow(Question& question, double bandwidth, const PlainSurface& grid);

/// "density_per_km2" where lengths are metres, "density" where they are in a unit of the file's: per square of it.
std::string_view density_name(const PlainSurface& grid);
/// What the library gives per km² of metres, in that unit.
double density_unit(const PlainSurface& grid);

}  // namespace geo
