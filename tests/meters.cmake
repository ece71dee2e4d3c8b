lo_test(meter_bits lo_test_measure)
lo_test(meter_stereo lo_test_measure)
lo_test(meter_waveform lo_test_measure)
