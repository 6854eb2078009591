"""Báo cáo: the reports due, their figures and words, the paper beside them."""
