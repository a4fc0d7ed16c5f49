# SPDX-License-Identifier: Apache-2.0
"""Draws the layers of an exported GeoPackage, each in the style it came with, for docs/pictures."""

import math

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsProject,
    QgsRectangle,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

MAP = QSize(760, 860)
PANEL_PX = 360
FOOT_PX = 36
SEA = QColor("#E8F0F5")
INK = QColor("#333333")
FAMILY = "DejaVu Sans"
# What is shown, from top to bottom; a result by the beginning of its name.
PICTURES = {
    "qgis.png": ("Policiamento comunitário", ["sites", "cscs", "incidents", "catchments", "admin_areas"]),
    "qgis-hotspots.png": ("Pontos quentes", ["sites", "admin_areas", "r-gi-star"]),
}


def land(districts):
    """White under the districts, so that the sea can be told from them."""
    copy = QgsVectorLayer("Polygon?crs=EPSG:4326", "land", "memory")
    copy.dataProvider().addFeatures(list(districts.getFeatures()))
    symbol = copy.renderer().symbol()
    symbol.setColor(QColor("white"))
    symbol.symbolLayer(0).setStrokeStyle(Qt.NoPen)
    return copy


def name_districts(layer):
    text = QgsTextFormat()
    text.setFont(QFont(FAMILY))
    text.setSize(8)
    text.setColor(QColor("#444444"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def map_settings(layers, extent):
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance())
    box = transform.transformBoundingBox(extent)
    box.scale(1.06)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(MAP)
    settings.setDestinationCrs(mercator)
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setExtent(QgsRectangle(box))
    settings.setBackgroundColor(SEA)
    return settings


def write(painter, x, y, words, size=11, bold=False, colour=INK):
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(x, y), words)


def write_lines(painter, x, y, words, size, bold):
    """As many lines as it takes; where the last one stands."""
    write(painter, x, y, "", size, bold)
    box = QRectF(x, y - size, MAP.width() + PANEL_PX - 20 - x, 200)
    used = painter.boundingRect(box, Qt.TextWordWrap, words)
    painter.drawText(box, Qt.TextWordWrap, words)
    return y + used.height() - 1.2 * size


def draw_legend(painter, layers, x, y):
    for layer in layers:
        symbols = [item for item in layer.renderer().legendSymbolItems() if item.symbol()]
        y = write_lines(painter, x, y, layer.name(), 14, bold=len(symbols) > 1)
        if len(symbols) == 1:
            painter.drawImage(QPointF(x - 34, y - 18), symbols[0].symbol().asImage(QSize(26, 26)))
        else:
            for item in symbols:
                y += 24
                painter.drawImage(QPointF(x - 34, y - 17), item.symbol().asImage(QSize(24, 24)))
                write(painter, x, y, item.label(), 13)
        y += 34
    return y


def draw_scale(painter, settings, x, y):
    """A bar of so many kilometres in the middle of the map: Web Mercator stretches with the latitude."""
    centre = settings.visibleExtent().center()
    latitude = math.atan(math.sinh(centre.y() / 6378137))
    pixels_per_km = 1000 / settings.mapUnitsPerPixel() / math.cos(latitude)
    km = next(k for k in (200, 100, 50, 20, 10, 5, 2, 1) if k * pixels_per_km < 180)
    painter.setPen(QPen(INK, 2))
    for a, b in (((0, 0), (km * pixels_per_km, 0)), ((0, -5), (0, 5)), ((km * pixels_per_km, -5), (km * pixels_per_km, 5))):
        painter.drawLine(QPointF(x + a[0], y + a[1]), QPointF(x + b[0], y + b[1]))
    write(painter, x + km * pixels_per_km + 10, y + 5, f"{km} km", 13)


def chosen(layers, names):
    """The layers of these names; without one of them there is no picture."""
    found = [next((layer for id_, layer in layers.items() if id_.startswith(name)), None) for name in names]
    return None if None in found else found


def draw(layers, folder):
    """Every picture whose layers are there. The files that were written; one that failed is missing."""
    name_districts(layers["admin_areas"])
    wanted = {name: (title, chosen(layers, names)) for name, (title, names) in PICTURES.items()}
    return [name for name, (title, shown) in wanted.items() if shown and draw_one(shown, layers["admin_areas"], folder / name, title)]


def draw_one(shown, districts, file, title, subtitle="GeoPackage exportado, aberto no QGIS"):
    """With a legend, a scale and the line that says that nothing of it is true. False when QGIS drew nothing."""
    ground = land(districts)  # the settings do not keep it
    settings = map_settings(shown + [ground], districts.extent())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = QImage(MAP.width() + PANEL_PX, MAP.height() + FOOT_PX, QImage.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.drawImage(0, 0, job.renderedImage())
    left = MAP.width() + 30
    write(painter, left, 56, title, 20, bold=True)
    write(painter, left, 82, subtitle, 13, colour=QColor("#666666"))
    end = draw_legend(painter, shown, left + 34, 140)
    draw_scale(painter, settings, left, end + 16)
    painter.fillRect(QRectF(0, MAP.height(), image.width(), FOOT_PX), QColor("#FFF3CD"))
    write(painter, 16, MAP.height() + 23, "Invented sample data · Dados de exemplo inventados", 14, bold=True)
    painter.end()
    return not job.errors() and image.save(str(file))
