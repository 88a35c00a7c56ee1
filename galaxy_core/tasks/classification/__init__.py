"""What is known of images that belong to one class each: what a model said of them, and how good that is."""
