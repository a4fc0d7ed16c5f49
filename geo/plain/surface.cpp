// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/surface.hpp"

#include "geo/hotspots/bandwidth.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr double m2_per_km2 = 1e6;

/// So that the edge of a rectangle of degrees follows its parallels in the plane.
constexpr int pieces = 32;

PlaneWindow::Ring ring_of(const PlaneRectangle& box, const std::function<Metric(Metric)>& to_plane) {
  const Metric corners[] = {box.south_west, {box.north_east.x, box.south_west.y}, box.north_east, {box.south_west.x, box.north_east.y}};
  PlaneWindow::Ring ring;
  for (std::size_t corner = 0; corner < 4; ++corner) {
    const Metric from = corners[corner];
    const Metric to = corners[(corner + 1) % 4];
    for (int piece = 0; piece < pieces; ++piece) {
      const double share = static_cast<double>(piece) / pieces;
      ring.push_back(to_plane({from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share}));
    }
  }
  return ring;
}

PlaneRectangle bounds_of(std::span<const Metric> places) {
  PlaneRectangle box{places.front(), places.front()};
  for (const Metric at : places) {
    box.south_west = {std::min(box.south_west.x, at.x), std::min(box.south_west.y, at.y)};
    box.north_east = {std::max(box.north_east.x, at.x), std::max(box.north_east.y, at.y)};
  }
  return box;
}

std::vector<PlaneWindow::Ring> rings_of(const Question& question, const PlainTable& file) {
  const bool is_degrees = file.crs.empty() || file.crs == "OGC:CRS84" || file.crs == "EPSG:4326";
  if (question.centre() && !is_degrees) {
    throw Error(Problem::usage, fmt::format("{} has coordinates in {}, no longitude and latitude as the points have.", file.file, file.crs),
                fmt::format("{} tem coordenadas em {}, não longitude e latitude como os pontos.", file.file, file.crs));
  }
  const auto to_plane = question.to_plane();
  std::vector<PlaneWindow::Ring> rings;
  for (const std::string& wkb : file.shapes) {
    PlainShape shape = shape_of(wkb, to_plane);
    if (shape.kind != PlainShape::Kind::area) { continue; }
    std::move(shape.rings.begin(), shape.rings.end(), std::back_inserter(rings));
  }
  if (rings.empty()) {
    throw Error(Problem::input, fmt::format("--window: {} has no polygon.", file.file),
                fmt::format("--window: {} não tem nenhum polígono.", file.file));
  }
  return rings;
}

/// Standard deviation of a Gaussian by the selector, with why there is none.
struct Selected {
  std::optional<double> deviation;
  NoBandwidth reason = NoBandwidth::none;
};

Selected selected(Question& question, const std::string& selector, const std::optional<PlaneWindow>& window,
                  std::span<const Metric> points) {
  if (selector == "scott" || selector == "silverman") {
    const auto found = isotropic_normal_reference(points);
    return {found, found ? NoBandwidth::none : points.size() < 2 ? NoBandwidth::too_few : NoBandwidth::no_spread};
  }
  if (selector == "sheather-jones") {
    std::vector<double> x;
    std::vector<double> y;
    for (const Metric at : points) {
      x.push_back(at.x);
      y.push_back(at.y);
    }
    const LineBandwidth of_x = sheather_jones(x);
    const LineBandwidth of_y = sheather_jones(y);
    if (!of_x.bandwidth || !of_y.bandwidth) { return {{}, of_x.bandwidth ? of_y.reason : of_x.reason}; }
    return {std::sqrt(*of_x.bandwidth * *of_y.bandwidth)};
  }
  const CrossValidation found =
      selector == "lcv"    ? likelihood_cross_validation(points, question.workers(), question.progress())
      : selector == "lscv" ? least_squares_cross_validation(points, question.workers(), question.progress())
                           : berman_diggle(points, rectangle_of(question, window, points), question.workers(), question.progress());
  if (found.reason == NoBandwidth::cancelled) { refuse_stopped(); }
  if (found.many_duplicates) {
    question.warn(
        {fmt::format("{} points share their place with another: {} is drawn to narrow bandwidths by them.", found.duplicates, selector),
         fmt::format("{} pontos partilham o lugar com outro: isso puxa {} para larguras de banda estreitas.", found.duplicates, selector)});
  }
  return {found.bandwidth_m, found.reason};
}

[[noreturn]] void refuse_cells(double columns, double rows) {
  const auto shown = fmt::format("{:.0f} x {:.0f}", columns, rows);
  throw Error(Problem::too_large,
              fmt::format("That would be {} cells; at most {} million are made. Ask for larger cells or a smaller extent.", shown,
                          max_plain_cells / 1'000'000),
              fmt::format("Seriam {} células; fazem-se no máximo {} milhões. Peça células maiores ou uma extensão menor.", shown,
                          max_plain_cells / 1'000'000));
}

PlaneRectangle extent_of(Question& question, Kernel kernel, double bandwidth, const std::optional<PlaneWindow>& window,
                         std::span<const Metric> points) {
  if (question.has("extent")) {
    const PlaneRectangle asked = question.box("extent");
    return question.centre() ? bounds_of(ring_of(asked, question.to_plane())) : asked;
  }
  constexpr double gaussian_margin = 3;
  const double margin = window ? 0 : kernel == Kernel::gaussian ? gaussian_margin * bandwidth : bandwidth;
  const PlaneRectangle box = window ? box_of(*window) : bounds_of(points);
  return {{box.south_west.x - margin, box.south_west.y - margin}, {box.north_east.x + margin, box.north_east.y + margin}};
}

}  // namespace

Kernel kernel_of(Question& question) {
  return *kernel_named(
      question.word("kernel", {"uniform", "triangular", "epanechnikov", "quartic", "triweight", "gaussian"}, code(Kernel::quartic)));
}

std::optional<PlaneWindow> window_of(Question& question) {
  if (!question.has("window")) { return {}; }
  if (const PlainTable* file = question.other("window")) {
    question.text("window");
    return PlaneWindow(rings_of(question, *file));
  }
  const PlaneRectangle box = question.box("window");
  if (!question.centre()) { return PlaneWindow(box); }
  return PlaneWindow(std::vector<PlaneWindow::Ring>{ring_of(box, question.to_plane())});
}

PlaneRectangle box_of(const PlaneWindow& window) {
  if (window.rectangle()) { return *window.rectangle(); }
  std::vector<Metric> vertices;
  for (const auto& ring : window.rings()) { vertices.insert(vertices.end(), ring.begin(), ring.end()); }
  return bounds_of(vertices);
}

PlaneRectangle rectangle_of(Question& question, const std::optional<PlaneWindow>& window, std::span<const Metric> points) {
  const PlaneRectangle box = window ? box_of(*window) : bounds_of(points);
  question.note("rectangle", std::vector<double>{box.south_west.x, box.south_west.y, box.north_east.x, box.north_east.y});
  if (!window) {
    question.warn({"Without --window the box around the points is taken for where was looked: it is the smallest there could be.",
                   "Sem --window toma-se o rectângulo à volta dos pontos como o que foi observado: é o menor possível."});
  } else if (!window->rectangle()) {
    question.warn({"The window is no rectangle of the plane: its box is taken in its place.",
                   "A janela não é um rectângulo do plano: toma-se o seu rectângulo envolvente."});
  }
  return box;
}

double bandwidth_of(Question& question, Kernel kernel, const std::optional<PlaneWindow>& window, std::span<const Metric> points) {
  if (question.has("bandwidth") == question.has("selector")) {
    throw Error(Problem::usage, "Say either --bandwidth NUMBER or --selector scott|silverman|lcv|lscv|sheather-jones|diggle.",
                "Indique --bandwidth NÚMERO ou --selector scott|silverman|lcv|lscv|sheather-jones|diggle, um dos dois.");
  }
  if (question.has("bandwidth")) { return question.number("bandwidth", above_zero); }
  const std::string selector = question.word("selector", {"scott", "silverman", "lcv", "lscv", "sheather-jones", "diggle"});
  const Selected found = selected(question, selector, window, points);
  if (!found.deviation) {
    throw Error(Problem::input, fmt::format("--selector {} finds no bandwidth for these points: {}.", selector, code(found.reason)),
                fmt::format("--selector {} não encontra largura de banda para estes pontos: {}.", selector, code(found.reason)));
  }
  const double bandwidth = *found.deviation / axis_deviation(kernel);
  question.note("bandwidth", cell(bandwidth));
  return bandwidth;
}

PlainSurface cells_of(Question& question, Kernel kernel, double bandwidth, const std::optional<PlaneWindow>& window,
                      std::span<const Metric> points) {
  if (question.has("cell") && question.has("grid")) {
    throw Error(Problem::usage, "Cells come from --cell or from --grid, not from both.",
                "As células vêm de --cell ou de --grid, não de ambos.");
  }
  const PlaneRectangle extent = extent_of(question, kernel, bandwidth, window, points);
  PlainSurface grid;
  grid.south_west = extent.south_west;
  grid.centre = question.centre();
  double columns = 0;
  double rows = 0;
  if (question.has("grid")) {
    const auto [x, y] = question.counts_of_cells("grid");
    columns = x;
    rows = y;
    grid.cell_x = extent.width() / columns;
    grid.cell_y = extent.height() / rows;
  } else {
    constexpr double per_bandwidth = 5;
    constexpr double per_deviation = 2;
    grid.cell_x = grid.cell_y =
        question.number("cell", above_zero, bandwidth / (kernel == Kernel::gaussian ? per_deviation : per_bandwidth));
    // An extent that is whole cells but for rounding gets no cell more.
    constexpr double slack = 1e-9;
    columns = std::max(1.0, std::ceil(extent.width() / grid.cell_x - slack));
    rows = std::max(1.0, std::ceil(extent.height() / grid.cell_y - slack));
  }
  if (!(columns * rows <= static_cast<double>(max_plain_cells))) { refuse_cells(columns, rows); }
  if (!(grid.cell_x > 0) || !(grid.cell_y > 0)) {
    throw Error(Problem::input, "The points span no area to make cells of; say --extent or --cell.",
                "Os pontos não abrangem uma área em que fazer células; indique --extent ou --cell.");
  }
  grid.columns = static_cast<std::uint32_t>(columns);
  grid.rows = static_cast<std::uint32_t>(rows);
  return grid;
}

bool is_square(const PlainSurface& grid) {
  constexpr double slack = 1e-12;
  return std::fabs(grid.cell_x - grid.cell_y) <= slack * grid.cell_x;
}

PlaneGrid plane_grid(const PlainSurface& grid) { return {grid.south_west, grid.cell_x, grid.columns, grid.rows}; }

void warn_of_narrow(Question& question, double bandwidth, const PlainSurface& grid) {
  if (bandwidth >= std::max(grid.cell_x, grid.cell_y) / 2) { return; }
  question.warn({"The bandwidth is below half a cell: some points reach no cell's centre and do not show. Ask for smaller cells.",
                 "A largura de banda é inferior a meia célula: alguns pontos não alcançam o centro de nenhuma célula e não aparecem. Peça "
                 "células menores."});
}

std::string_view density_name(const PlainSurface& grid) { return grid.centre ? "density_per_km2" : "density"; }
double density_unit(const PlainSurface& grid) { return grid.centre ? 1 : 1 / m2_per_km2; }

}  // namespace geo
